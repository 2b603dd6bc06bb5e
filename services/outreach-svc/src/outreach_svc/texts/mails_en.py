"""The English texts that workspaces start with; each may be replaced in the workspace's own templates."""

MAILS_EN: dict[str, str] = {
    "first_contact": """\
A free AI assistant for {{ company }}: please try it

{{ salutation }},

we read your website and were impressed by what you offer {{ field }} and how clearly you explain it. So we prepared \
something for you: an AI assistant that already knows {{ company }}.

Why? People look for a business in the evening and at weekends, and they usually ask several at once. Good service \
then means a reliable answer at once. And a good answer often becomes an enquiry.

You can try it here:
{{ demo_link }}

What your assistant does:
- answer your customers' questions from your own pages, naming its sources
- record and assess interested visitors, with their consent
- be there around the clock, even when nobody can pick up the phone
- fit into your website with a single line

The demo is free for 30 days, until {{ demo_end }}. Then it switches itself off; there is nothing to cancel.

Would you like a short call about it? Simply reply to this {% if channel == "letter" %}letter{% else %}mail{% endif %}\
{% if sender.phone %} or call {{ sender.phone }}{% endif %}. Feedback is welcome too: the assistant takes it right in \
the conversation.

Kind regards
{{ sender.name }}
""",
    "follow_up_high": """\
{{ company }}: your AI assistant is in demand

{{ salutation }},

your assistant has been busy these days. This is what we noticed:
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Questions like these are enquiries at their earliest. We would gladly show you the conversations in 15 minutes\
{% if slot %}, for example on {{ slot }}{% endif %}. Does that suit you? A short reply is enough\
{% if sender.phone %}, or call {{ sender.phone }}{% endif %}.

Your assistant: {{ demo_link }}
It runs until {{ demo_end }}.

Kind regards
{{ sender.name }}
""",
    "follow_up_medium": """\
{{ company }}: what visitors ask your AI assistant

{{ salutation }},

the first visitors have talked to your assistant, and a picture emerges:
{% for point in talking_points %}
- {{ point }}
{% endfor %}

With a few details from you its answers become even more precise. Shall we go through them together? It takes about a \
quarter of an hour, and a short reply is enough.

Your assistant: {{ demo_link }}
It runs until {{ demo_end }}.

Kind regards
{{ sender.name }}
""",
    "follow_up_low": """\
{{ company }}: your AI assistant is waiting for its first visitors

{{ salutation }},

a little while ago we set up an AI assistant for {{ company }}. So far it has been quiet there.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

It helps most when your customers find it: one line puts it on your website, and we gladly help with that. Do try it \
with a question you are often asked:
{{ demo_link }}

The demo runs until {{ demo_end }}. Is something missing, or is the time not right? We are glad to hear that too.

Kind regards
{{ sender.name }}
""",
    "reminder": """\
{{ company }}: your demo ends on {{ demo_end }}

{{ salutation }},

the AI assistant for {{ company }} runs for {{ days_left }} more {% if days_left == 1 %}day{% else %}days{% endif %}, \
until {{ demo_end }}. Then it switches itself off.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Would you like to keep it, or test it a little longer? A short reply is enough, we take care of the rest.

Your assistant: {{ demo_link }}

Kind regards
{{ sender.name }}
""",
    "demo_ended": """\
{{ company }}: your demo has ended

{{ salutation }},

the demo of your AI assistant has ended and it is switched off now. Thank you for trying it.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

If you would like to keep using it, simply reply to this mail: it is back within minutes, with all it has learnt. And \
if it was not for you, a sentence about why helps us.

Kind regards
{{ sender.name }}
""",
    "opt_in": """\
Please confirm your enquiry

{{ salutation }},

on {{ enquiry_date }} you sent us an enquiry. So that we may answer you by e-mail we need your confirmation that this \
address is yours and that you would like to receive messages from {{ sender.company }} about your enquiry. You can \
withdraw your consent at any time.

Please confirm here:
{{ confirm_link }}

You did not enquire? Then simply do nothing. You will not receive another message from us.

Kind regards
{{ sender.name }}
""",
}
