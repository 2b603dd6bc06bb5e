"""Codes as a few words within a sentence, German and English: why something did not happen, stages, lawful bases."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REASONS = {
    # lawful bases and recipients
    "no_recipient": ("keine E-Mail-Adresse bekannt", "no e-mail address known"),
    "recipient_suppressed": ("Adresse steht auf der Sperrliste", "address is on the suppression list"),
    "no_lawful_basis": ("keine Rechtsgrundlage vermerkt", "no lawful basis recorded"),
    "consent_not_confirmed": ("Einwilligung noch nicht bestätigt", "consent not confirmed yet"),
    "consent_withdrawn": ("Einwilligung widerrufen", "consent withdrawn"),
    "basis_for_another_address": ("Rechtsgrundlage gilt für eine andere Adresse", "basis is for another address"),
    "customer_address_not_from_sale": ("Adresse stammt nicht aus einem Verkauf", "address does not come from a sale"),
    "customer_goods_not_similar": ("keine eigene ähnliche Leistung", "not for similar goods or services"),
    "customer_objected": ("Kunde hat widersprochen", "customer has objected"),
    "customer_not_informed": ("auf das Widerspruchsrecht nicht hingewiesen", "right to object was not mentioned"),
    "sender_incomplete": ("Absender im Arbeitsbereich unvollständig", "sender incomplete in the workspace"),
    "no_enquiry": ("keine Anfrage der Firma vermerkt", "no enquiry of the company recorded"),
    "opt_in_already_sent": ("um Bestätigung wurde schon gebeten", "confirmation was asked for already"),
    "basis_exists": ("es gibt schon eine Rechtsgrundlage", "there is a basis already"),
    # messages
    "one_mail_in_five_days": ("höchstens eine Mail in fünf Tagen", "at most one mail in five days"),
    "demo_ended": ("Vorführung beendet", "demo has ended"),
    "erased": ("Daten gelöscht", "data erased"),
    "reply": ("Antwort erhalten", "reply received"),
    "bounced": ("Mail kam zurück", "mail bounced"),
    "unsubscribed": ("Empfänger abgemeldet", "recipient unsubscribed"),
    "won": ("Kunde geworden", "became a customer"),
    "lost": ("abgesagt", "declined"),
    # reading a site
    "bad_address": ("keine gültige Internetadresse", "not a valid web address"),
    "bad_certificate": ("Sicherheitszertifikat ungültig", "security certificate invalid"),
    "broken_pdf": ("PDF-Datei beschädigt", "PDF file damaged"),
    "empty": ("kein brauchbarer Text", "no text to use"),
    "encrypted_pdf": ("PDF-Datei durch Passwort geschützt", "PDF file protected by a password"),
    "incomplete": ("Verbindung brach ab", "connection broke off"),
    "internal": ("Fehler auf unserer Seite", "a fault on our side"),
    "noindex": ("Aufnahme nicht erwünscht (noindex)", "not to be taken up (noindex)"),
    "off_site": ("leitet auf eine andere Website um", "redirects to another website"),
    "redirect_loop": ("leitet im Kreis um", "redirects in a circle"),
    "refused": ("liegt nicht im öffentlichen Internet", "not on the public internet"),
    "robots_refused": ("automatisches Lesen verboten (robots.txt)", "automatic reading forbidden (robots.txt)"),
    "robots_unavailable": ("robots.txt gestört", "robots.txt out of order"),
    "scanned_pdf": ("PDF-Datei ohne Text", "PDF file without text"),
    "timeout": ("antwortet zu langsam", "answers too slowly"),
    "too_large": ("zu groß", "too large"),
    "too_many_redirects": ("leitet zu oft weiter", "redirects too often"),
    "unknown_host": ("Name unbekannt", "no such name"),
    "unreachable": ("Server nicht erreichbar", "server cannot be reached"),
    "unreadable": ("nicht auswertbar", "cannot be made sense of"),
    "wrong_type": ("weder Webseite noch PDF-Datei", "neither a web page nor a PDF file"),
}
_STAGES = {
    "new": ("aufgenommen", "taken in"),
    "researched": ("recherchiert", "researched"),
    "demo_ready": ("Vorführung bereit", "demo ready"),
    "contacted": ("angeschrieben", "contacted"),
    "replied": ("geantwortet", "replied"),
    "demo_requested": ("Vorführung gewünscht", "demo requested"),
    "won": ("gewonnen", "won"),
    "lost": ("verloren", "lost"),
    "failed": ("gescheitert", "failed"),
}
_BASES = {
    "consent": ("bestätigte Einwilligung", "confirmed consent"),
    "enquiry": ("Anfrage der Firma", "enquiry of the company"),
    "existing_customer": ("bestehender Kunde", "existing customer"),
}
_STATUS = re.compile(r"http_(\d{3})")


def reasons(language: str, codes: str) -> str:
    """One code or several with commas between, in words; what is no code (a mail server's answer) stays as it is."""
    return ", ".join(_reason(language, code) for code in codes.split(", "))


def stage(language: str, code: str) -> str:
    """A prospect's stage."""
    return _named(_STAGES, language, code)


def basis(language: str, code: str) -> str:
    """A kind of lawful basis."""
    return _named(_BASES, language, code)


def _reason(language: str, code: str) -> str:
    if match := _STATUS.fullmatch(code):
        return f"Status {match[1]}"
    return _named(_REASONS, language, code)


def _named(names: Mapping[str, tuple[str, str]], language: str, code: str) -> str:
    return names[code][language == "en"] if code in names else code
