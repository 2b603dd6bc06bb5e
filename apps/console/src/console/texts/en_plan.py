"""English: what is still to come for a prospect."""

PLAN: dict[str, str] = {
    "plan.title": "Still to come",
    "plan.none": "Nothing more.",
    "plan.help": "A draft is made at that time; it leaves only when somebody releases it. If engagement "
    "rises above 7, the next draft is made at once.",
    "plan.refused": "At present no mail could leave: {reasons}",
    "plan.template": "template by the engagement of now: {template}",
    "plan.what.first_contact": "First contact",
    "plan.what.follow_up": "Follow-up",
    "plan.what.reminder": "Reminder",
    "plan.what.demo_ended": "Farewell",
    "plan.because.when_demo_is_live": "as soon as the demo is live",
    "plan.because.draft_set_aside": "does not come by itself: the draft was rejected or skipped. A letter is possible.",
    "plan.because.demo_failed": "does not come: there is no demo",
    "plan.because.days_after_contact": "{days} days after the first contact",
    "plan.because.before_demo_ends": "in the days before this end of the demo; left out if a mail went out "
    "in the five days before",
    "plan.because.when_demo_ends": "when the demo ends",
    "plan.because.moved_on": "does not come: the company has moved on",
    "plan.because.all_written": "none by plan any more: all are written",
    "plan.because.won": "does not come: the company became a customer",
    "plan.because.lost": "does not come: the company declined",
    "plan.because.reply": "does not come: the company replied",
    "plan.because.bounced": "does not come: a mail came back",
    "plan.because.unsubscribed": "does not come: the company unsubscribed",
    "plan.because.erased": "does not come: the data was erased",
    "plan.because.demo_ended": "does not come: the demo is over",
    "plan.because.opted_out": "does not come: the company is on the opt-out list",
}
