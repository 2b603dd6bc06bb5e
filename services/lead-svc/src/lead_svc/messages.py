"""Everything lead-svc writes to people: German first, English second."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Berlin")

DE = {
    "service.lead-svc": "Kontaktdaten",
    "service.chat-svc": "Gespräche",
    "service.analytics-svc": "Auswertung",
    "service.outreach-svc": "Schriftverkehr",
    "certificate.line": "- {service}: gelöscht am {at}",
    "mail.confirmation.subject": "Bitte bestätigen Sie Ihre Adresse bei {company}",
    "mail.confirmation.body": (
        "Guten Tag,\n\nam {at} wurde diese Adresse bei {company} hinterlassen, mit dieser Einwilligung:\n\n"
        "„{consent}“\n\nWaren Sie das? Dann bestätigen Sie es bitte hier:\n{link}\n\n"
        "Wenn nicht, brauchen Sie nichts zu tun. Ohne Bestätigung gilt die Adresse als nicht bestätigt.\n\n{company}\n"
    ),
    "mail.contact.subject": "Jemand möchte mit Ihnen sprechen: Kontaktwunsch über den Assistenten von {company}",
    "mail.contact.body": (
        "Guten Tag {person},\n\nam {at} hat jemand über den Assistenten auf Ihrer Website um Kontakt mit Ihnen "
        "gebeten und in die Weitergabe dieser Angaben eingewilligt:\n\nName: {name}\nE-Mail: {email}\n"
        "Telefon: {phone}\n\nNachricht:\n{message}\n\nBitte nutzen Sie die Angaben nur für diese Antwort.\n"
    ),
    "mail.contact.missing": "nicht angegeben",
    "mail.privacy.export.subject": "Ihre Daten bei {company}",
    "mail.privacy.export.body": (
        "Guten Tag,\n\nfür diese Adresse wurde eine Auskunft über die gespeicherten Daten erbeten. Wenn Sie das waren, "
        "bestätigen Sie es hier und laden die Daten herunter:\n{link}\n\nDer Link gilt sieben Tage. Wenn Sie nichts "
        "erbeten haben, brauchen Sie nichts zu tun.\n\n{company}\n"
    ),
    "mail.privacy.erasure.subject": "Löschung Ihrer Daten bei {company}",
    "mail.privacy.erasure.body": (
        "Guten Tag,\n\nfür diese Adresse wurde die Löschung aller gespeicherten Daten erbeten. Wenn Sie das waren, "
        "bestätigen Sie es hier:\n{link}\n\nDer Link gilt sieben Tage. Die Löschung lässt sich nicht zurücknehmen. "
        "Wenn Sie nichts erbeten haben, brauchen Sie nichts zu tun.\n\n{company}\n"
    ),
    "mail.certificate.subject": "Ihre Daten bei {company} sind gelöscht",
    "mail.certificate.body": (
        "Guten Tag,\n\nalle Daten zu dieser Adresse sind gelöscht:\n\n{lines}\n\nVorgang: {number}\n\n"
        "Mit dieser Nachricht haben wir auch diese Adresse gelöscht.\n\n{company}\n"
    ),
    "page.invalid.title": "Dieser Link gilt nicht mehr",
    "page.invalid.text": "Er ist abgelaufen oder unvollständig. Sie können einen neuen anfordern.",
    "page.lead.title": "Adresse bestätigen",
    "page.lead.question": "Möchten Sie bestätigen, dass Sie Ihre Adresse hinterlassen haben?",
    "page.lead.button": "Ja, bestätigen",
    "page.lead.done": "Vielen Dank, Ihre Adresse ist bestätigt.",
    "page.export.title": "Auskunft über Ihre Daten",
    "page.export.question": "Möchten Sie die zu Ihrer Adresse gespeicherten Daten abrufen?",
    "page.export.button": "Daten abrufen",
    "page.export.done": "Ihre Daten stehen sieben Tage lang bereit.",
    "page.export.link": "Daten herunterladen",
    "page.erasure.title": "Löschung Ihrer Daten",
    "page.erasure.question": "Möchten Sie alle zu Ihrer Adresse gespeicherten Daten endgültig löschen?",
    "page.erasure.button": "Ja, endgültig löschen",
    "page.erasure.done": "Die Löschung läuft. Wenn alles gelöscht ist, erhalten Sie eine Bestätigung per E-Mail.",
    "page.erasure.link": "Stand der Löschung",
}

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

_CATALOGUES = {"de": DE, "en": EN}


def text(language: str, id: str, **values: Any) -> str:
    """A text in a language, filled in; times are written out in the local way. Raises `KeyError` for an unknown id."""
    shown = {
        name: _written(language, value) if isinstance(value, datetime) else value for name, value in values.items()
    }
    return _CATALOGUES[language][id].format(**shown)


def _written(language: str, moment: datetime) -> str:
    local = moment.astimezone(_ZONE)
    return local.strftime("%d.%m.%Y um %H:%M Uhr" if language == "de" else "%d %B %Y at %H:%M (%Z)")
