"""The German texts that workspaces start with; each may be replaced in the workspace's own templates."""

MAILS_DE: dict[str, str] = {
    "first_contact": """\
Kostenloser KI-Assistent für {{ company }}: bitte einmal ausprobieren

{{ salutation }},

beim Lesen Ihrer Internetseite hat uns beeindruckt, was Sie {{ field }} anbieten und wie klar Sie es erklären. Deshalb \
haben wir etwas für Sie vorbereitet: einen KI-Assistenten, der Ihren Betrieb schon kennt.

Warum? Wer heute einen Betrieb sucht, fragt abends und am Wochenende, und meist bei mehreren zugleich. Guter Service \
heißt dann, sofort eine verlässliche Antwort zu geben. Und aus einer guten Antwort wird oft eine Anfrage.

Hier können Sie ihn ausprobieren:
{{ demo_link }}

Das kann Ihr Assistent:
- Fragen Ihrer Kundschaft aus Ihren eigenen Seiten beantworten, mit Quellenangabe
- Interessenten erfassen und einschätzen, mit deren Einwilligung
- rund um die Uhr da sein, auch wenn im Betrieb niemand ans Telefon geht
- mit einer Zeile in Ihre Internetseite eingebaut werden

Die Vorführung ist 30 Tage lang kostenlos, bis zum {{ demo_end }}. Danach schaltet sie sich von selbst ab; Sie müssen \
nichts kündigen.

Haben Sie Lust auf ein kurzes Gespräch dazu? Antworten Sie einfach {% if channel == "letter" %}auf diesen Brief\
{% else %}auf diese Mail{% endif %}{% if sender.phone %} oder rufen Sie an: {{ sender.phone }}{% endif %}. Auch \
Rückmeldungen sind willkommen: Der Assistent nimmt sie im Gespräch gleich selbst entgegen.

Freundliche Grüße
{{ sender.name }}
""",
    "follow_up_high": """\
{{ company }}: Ihr KI-Assistent wird rege genutzt

{{ salutation }},

Ihr Assistent hat in den letzten Tagen viel zu tun gehabt. Das haben wir dabei beobachtet:
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Solche Fragen sind Anfragen in ihrer frühesten Form. Gern zeigen wir Ihnen in 15 Minuten die Gespräche und was sich \
daraus machen lässt{% if slot %}, zum Beispiel am {{ slot }}{% endif %}. Passt Ihnen das? Eine kurze Antwort genügt\
{% if sender.phone %}, oder Sie rufen an: {{ sender.phone }}{% endif %}.

Ihr Assistent: {{ demo_link }}
Er läuft noch bis zum {{ demo_end }}.

Freundliche Grüße
{{ sender.name }}
""",
    "follow_up_medium": """\
{{ company }}: was Besucher Ihren KI-Assistenten fragen

{{ salutation }},

die ersten Besucher haben mit Ihrem Assistenten gesprochen. Daraus ergibt sich schon ein Bild:
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Mit wenigen Angaben von Ihnen antwortet er noch genauer. Sollen wir das gemeinsam durchgehen? Das dauert etwa eine \
Viertelstunde, und eine kurze Antwort genügt.

Ihr Assistent: {{ demo_link }}
Er läuft noch bis zum {{ demo_end }}.

Freundliche Grüße
{{ sender.name }}
""",
    "follow_up_low": """\
{{ company }}: Ihr KI-Assistent wartet noch auf seinen Einsatz

{{ salutation }},

vor Kurzem haben wir Ihnen einen KI-Assistenten für {{ company }} eingerichtet. Bisher war es dort ruhig.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Am meisten bringt er, wenn Ihre Kundschaft ihn findet: Mit einer Zeile steht er auf Ihrer Internetseite, und dabei \
helfen wir gern. Probieren Sie ihn doch einmal mit einer Frage aus, die Ihnen oft gestellt wird:
{{ demo_link }}

Die Vorführung läuft noch bis zum {{ demo_end }}. Fehlt Ihnen etwas, oder passt es gerade nicht? Auch darüber freuen \
wir uns.

Freundliche Grüße
{{ sender.name }}
""",
    "reminder": """\
{{ company }}: Ihre Vorführung endet am {{ demo_end }}

{{ salutation }},

der KI-Assistent für {{ company }} läuft noch {{ days_left }} {% if days_left == 1 %}Tag{% else %}Tage{% endif %}, bis \
zum {{ demo_end }}. Danach schaltet er sich von selbst ab.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Möchten Sie ihn behalten oder noch etwas länger testen? Eine kurze Antwort genügt, wir kümmern uns um den Rest.

Ihr Assistent: {{ demo_link }}

Freundliche Grüße
{{ sender.name }}
""",
    "demo_ended": """\
{{ company }}: Ihre Vorführung ist zu Ende

{{ salutation }},

die Vorführung Ihres KI-Assistenten ist zu Ende, er ist jetzt abgeschaltet. Danke, dass Sie ihn ausprobiert haben.
{% for point in talking_points %}
- {{ point }}
{% endfor %}

Wenn Sie ihn weiter nutzen möchten, antworten Sie einfach auf diese Mail: Er ist in wenigen Minuten wieder da, mit \
allem, was er gelernt hat. Und wenn er nicht gepasst hat, hilft uns ein Satz dazu.

Freundliche Grüße
{{ sender.name }}
""",
    "opt_in": """\
Bitte bestätigen Sie Ihre Anfrage

{{ salutation }},

am {{ enquiry_date }} haben Sie bei uns angefragt. Damit wir Ihnen per E-Mail antworten dürfen, brauchen wir Ihre \
Bestätigung, dass diese Adresse Ihnen gehört und Sie Nachrichten von {{ sender.company }} zu Ihrer Anfrage erhalten \
möchten. Ihre Einwilligung können Sie jederzeit widerrufen.

Bitte bestätigen Sie hier:
{{ confirm_link }}

Haben Sie nicht angefragt? Dann tun Sie einfach nichts. Sie erhalten keine weitere Nachricht von uns.

Freundliche Grüße
{{ sender.name }}
""",
}
