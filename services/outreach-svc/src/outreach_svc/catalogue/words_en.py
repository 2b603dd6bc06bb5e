"""English texts by id."""

EN: dict[str, str] = {
    # mail parts
    "salutation.person": "Dear {name}",
    "salutation": "Dear Sir or Madam",
    "field": "in {industry}",
    "field.fallback": "in your field",
    "footer.consent": "You receive this mail because you agreed to messages from us on {date}.",
    "footer.existing_customer": "You receive this mail because you are a customer of {sender}.",
    "footer.enquiry": "You receive this mail once, because you sent us an enquiry.",
    "footer.object": "You can object to the use of your address at any time, at no more than the basic cost of "
    "transmission:",
    "footer.unsubscribe": "No more mails: {link}",
    "footer.letter": "We took your postal address from your imprint. If you would rather not receive post from us, a "
    "short message to {email} is enough.",
    "footer.demo_end": "The demo is free for 30 days, until {date}.",
    "marker.demo_end": "[date is filled in when sent]",
    "marker.link": "[link is filled in once the demo is live]",
    "weekday_time": "{day} at {time}",
    "letter.qr": "To open your assistant, point your phone's camera at the code or type the address from the text.",
    "letter.phone": "Phone {phone}",
    "letter.page": "Page {page}",
    # talking points
    "point.top_question": "Often asked: {label} ({count} times)",
    "point.unanswered_question": "Not answered on your pages yet: {label} ({count} times)",
    "point.peak_time": "{label}",
    "point.lead": "Contact details or call-back requests left: {count}",
    "point.conversations": "Conversations with your assistant: {count}",
    "point.emails": "Visitors who left their address: {count}",
    "point.contact_requests": "Requests for a call or contact: {count}",
    # call sheet
    "call.intro": "Good day, this is {sender}. We prepared an AI assistant for {company} that answers questions about "
    "your services from your own website.",
    "call.ask": "May I send you the link by e-mail? Then I note your enquiry with its date, and you confirm the "
    "address with one click.",
    "call.offer": "The demo is free for 30 days and then switches itself off.",
    "call.law": "Calls to businesses need presumed consent (section 7(2) no. 1 UWG). Note the factual link to the "
    "business with the call.",
    # timeline
    "step.added": "Prospect added",
    "step.researched": "Website read: {pages} pages in {seconds} s",
    "step.research_failed": "Website could not be read ({reason})",
    "step.retried": "Research started again",
    "step.bot_created": "Assistant created",
    "step.source_searchable": "Source searchable: {pages} pages, {chunks} passages",
    "step.source_failed": "A source could not be read ({reason})",
    "step.bot_deployed": "Demo is live",
    "step.deployment_failed": "Demo could not be deployed ({reason})",
    "step.drafted": "Draft written: {subject}",
    "step.approved": "Approved to be sent on {slot}",
    "step.rejected": "Draft rejected",
    "step.waiting": "Sending postponed ({reason})",
    "step.skipped": "Not sent ({reason})",
    "step.dispatched": "Mail sent: {subject}",
    "step.uncertain": "Sending uncertain: the mail server stopped answering. It is not sent again.",
    "step.send_failed": "Mail refused by the server ({reason})",
    "step.letter_posted": "Letter marked as posted",
    "step.basis_recorded": "Lawful basis recorded: {kind}",
    "step.opt_in_sent": "Asked for confirmation",
    "step.consent_confirmed": "Consent confirmed by the recipient",
    "step.reply": "Reply received",
    "step.bounced": "Mail bounced",
    "step.unsubscribed": "Recipient wants no more mail",
    "step.engagement": "Interest {score} of 10",
    "step.lead": "A visitor left contact details",
    "step.demo_ending": "Demo ends in {days} days",
    "step.demo_moved": "Demo ends on {date}",
    "step.demo_ended": "Demo ended",
    "step.converted": "Became a customer",
    "step.stage": "Stage set: {stage}",
    "step.bot_deleted": "Assistant deleted",
    "step.erased": "Personal data erased",
    # notices to the operator
    "notice.lead.subject": "New contact for {bot}",
    "notice.lead.email": "A visitor left an e-mail address with {bot} (interest {level} of 10).",
    "notice.lead.contact_request": "A visitor of {bot} asks to be contacted (interest {level} of 10).",
    "notice.lead.body": "{what}\n\nTime: {time}\nThe contact: {link}\n\nThis message deliberately contains no "
    "personal details.",
    "notice.hot.subject": "{company} shows great interest ({score} of 10)",
    "notice.hot.body": "The demo of {company} has reached {score} of 10.\n\n{points}\n\nA follow-up draft awaits "
    "approval if there has been a first contact.\nThe prospect: {link}",
    "notice.silence.subject": "{bot}: not a single visit yesterday",
    "notice.silence.body": "{bot} had neither visits nor conversations yesterday. About {expected} conversations are "
    "usual on this weekday. The assistant may be missing from the site, or the site may be down.",
    "notice.unanswered_jump.subject": "{bot}: more questions without an answer",
    "notice.unanswered_jump.body": "{bot} could not answer {seen} of yesterday's questions, compared with {expected} "
    "in the two weeks before. A page may be missing, or there is a new topic.",
    "notice.satisfaction_drop.subject": "{bot}: fewer satisfied visitors",
    "notice.satisfaction_drop.body": "In the last seven days {seen} of the ratings of {bot} were positive, compared "
    "with {expected} in the four weeks before.",
    "notice.anomaly.body": "{what}\n\nThe figures: {link}",
    "notice.report.subject.week": "Your week with Empfang: {conversations}, {leads}",
    "notice.report.subject.month": "Your month with Empfang: {conversations}, {leads}",
    "notice.report.conversations_one": "1 conversation",
    "notice.report.conversations": "{n} conversations",
    "notice.report.leads_one": "1 contact",
    "notice.report.leads": "{n} contacts",
    "notice.report.none": "no conversations yet",
    "notice.report.body": "These were the days from {first} to {last}:\n\n{says}\n\nAll figures are attached as an "
    "Excel file.\nMore in the console: {link}",
    # public pages
    "page.unsubscribe.title": "Unsubscribe",
    "page.unsubscribe.question": "Would you like to receive no more mail from {sender}?",
    "page.unsubscribe.button": "Yes, unsubscribe",
    "page.unsubscribe.done": "You will receive no more mail from {sender}, from now on.",
    "page.confirm.title": "Confirm your enquiry",
    "page.confirm.question": "Do you confirm that this enquiry is yours and that {sender} may write to you about it by "
    "e-mail? You can withdraw this at any time.",
    "page.confirm.button": "Yes, confirm",
    "page.confirm.done": "Thank you, your enquiry is confirmed. {sender} will be in touch.",
    "page.invalid.title": "This link is not valid",
    "page.invalid.text": "The link is incomplete or no longer valid. Please open it once more from the mail, or simply "
    "reply to the mail.",
    "sender.fallback": "us",
}
