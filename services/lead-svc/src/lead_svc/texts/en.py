"""English texts."""

from __future__ import annotations

EN = {
    "service.lead-svc": "Contact details",
    "service.chat-svc": "Conversations",
    "service.analytics-svc": "Statistics",
    "service.outreach-svc": "Correspondence",
    "certificate.line": "- {service}: deleted on {at}",
    "mail.confirmation.subject": "Please confirm your address with {company}",
    "mail.confirmation.body": (
        "Hello,\n\non {at} this address was left with {company}, under this consent:\n\n“{consent}”\n\n"
        "Was that you? Then please confirm it here:\n{link}\n\n"
        "If not, there is nothing to do. Without it the address counts as unconfirmed.\n\n{company}\n"
    ),
    "mail.contact.subject": "Somebody would like to talk to you: a request from the assistant of {company}",
    "mail.contact.body": (
        "Hello {person},\n\non {at} somebody used the assistant on your website to ask for a word with you and agreed "
        "to these details being passed on:\n\nName: {name}\nE-mail: {email}\nPhone: {phone}\n\nMessage:\n{message}\n\n"
        "Please use the details for this answer only.\n"
    ),
    "mail.contact.missing": "not given",
    "mail.privacy.export.subject": "Your data at {company}",
    "mail.privacy.export.body": (
        "Hello,\n\nsomebody asked for the data that is kept about this address. If that was you, confirm it here and "
        "download the data:\n{link}\n\nThe link works for seven days. If you did not ask, there is nothing to do."
        "\n\n{company}\n"
    ),
    "mail.privacy.erasure.subject": "Deletion of your data at {company}",
    "mail.privacy.erasure.body": (
        "Hello,\n\nsomebody asked for the deletion of all data that is kept about this address. If that was you, "
        "confirm it here:\n{link}\n\nThe link works for seven days. A deletion cannot be undone. If you did not ask, "
        "there is nothing to do.\n\n{company}\n"
    ),
    "mail.certificate.subject": "Your data at {company} is deleted",
    "mail.certificate.body": (
        "Hello,\n\nall data about this address is deleted:\n\n{lines}\n\nReference: {number}\n\n"
        "With this message we have deleted this address as well.\n\n{company}\n"
    ),
    "page.invalid.title": "This link no longer works",
    "page.invalid.text": "It has expired or is incomplete. You can ask for a new one.",
    "page.lead.title": "Confirm your address",
    "page.lead.question": "Would you like to confirm that you left your address?",
    "page.lead.button": "Yes, confirm",
    "page.lead.done": "Thank you, your address is confirmed.",
    "page.export.title": "The data kept about you",
    "page.export.question": "Would you like to see the data that is kept about your address?",
    "page.export.button": "Get the data",
    "page.export.done": "Your data can be fetched for seven days.",
    "page.export.link": "Download the data",
    "page.erasure.title": "Deletion of your data",
    "page.erasure.question": "Would you like to delete all data that is kept about your address, for good?",
    "page.erasure.button": "Yes, delete for good",
    "page.erasure.done": "The deletion is under way. When all is deleted, you get a confirmation by e-mail.",
    "page.erasure.link": "How far the deletion is",
}
