"""German texts."""

from __future__ import annotations

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
