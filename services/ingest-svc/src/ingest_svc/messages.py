"""Why something could not be read, in words: German first, English second."""

from __future__ import annotations

import re

DE = {
    "bad_address": "Die Adresse, oder eine Weiterleitung von ihr, ist keine gültige Webadresse.",
    "bad_certificate": "Das Sicherheitszertifikat der Website ist abgelaufen oder ungültig.",
    "bad_encoding": "Die Website schickt ihre Seiten so gepackt, dass sie nicht gelesen werden können.",
    "bad_response": "Der Server der Website antwortet nicht so, wie es das Protokoll des Webs verlangt.",
    "broken_pdf": "Die PDF-Datei ist beschädigt.",
    "empty": "Auf den Seiten steht kein Text, den der Bot verwenden könnte.",
    "encrypted_pdf": "Die PDF-Datei ist mit einem Kennwort geschützt.",
    "http_denied": "Die Website verweigert den Zugriff ({status}). Vielleicht sperrt sie Programme aus.",
    "http_missing": "Die Seite gibt es nicht (mehr) ({status}).",
    "http_other": "Die Website antwortet mit der unerwarteten Meldung {status}.",
    "http_overloaded": "Die Website bittet um weniger Anfragen ({status}). Wir versuchen es später langsamer.",
    "http_server": "Der Server der Website meldet einen eigenen Fehler ({status}).",
    "incomplete": "Die Verbindung brach ab, bevor die Seite vollständig war.",
    "internal": "Beim Lesen ist bei uns ein Fehler aufgetreten. Wir gehen ihm nach.",
    "noindex": "Die Website möchte nicht, dass ihre Seiten aufgenommen werden (noindex).",
    "off_site": "Die Adresse leitet auf eine andere Website weiter.",
    "page_too_hard": "Die Seite ist zu groß oder zu verschachtelt, um sie zu lesen.",
    "pdf_cut": "Die PDF-Datei ist sehr lang. Gelesen wurden ihre ersten Seiten.",
    "pdf_too_hard": "Die PDF-Datei ist zu groß oder zu aufwendig, um sie zu lesen.",
    "redirect_loop": "Die Adresse leitet im Kreis weiter.",
    "refused": "Die Adresse führt nicht ins öffentliche Internet und wird deshalb nicht abgerufen.",
    "robots_refused": "Die Website verbietet das automatische Lesen dieser Seiten (robots.txt).",
    "robots_unavailable": "Ob die Website das Lesen erlaubt, ist nicht feststellbar: Ihre robots.txt ist gestört.",
    "scanned_pdf": "Die PDF-Datei enthält nur Bilder von Seiten und keinen Text. Bitte laden Sie eine mit Text hoch.",
    "shrunk": "Mehr als die Hälfte der bekannten Seiten fehlte beim letzten Lesen. Der Bot behält vorerst alle.",
    "timeout": "Die Website antwortet zu langsam.",
    "too_large": "Die Seite oder Datei ist zu groß.",
    "too_many_redirects": "Die Adresse leitet zu oft weiter.",
    "unknown": "Die Quelle konnte nicht gelesen werden ({code}).",
    "unknown_host": "Den Namen dieser Website gibt es im Internet nicht.",
    "unreachable": "Der Server der Website ist nicht erreichbar.",
    "unreadable": "Die Seite konnte nicht ausgewertet werden.",
    "wrong_type": "Unter der Adresse liegt weder eine Webseite noch eine PDF-Datei.",
}

EN = {
    "bad_address": "The address, or one it redirects to, is not a valid web address.",
    "bad_certificate": "The website's security certificate has expired or is invalid.",
    "bad_encoding": "The website compresses its pages in a way that cannot be read.",
    "bad_response": "The website's server does not answer as the protocol of the web demands.",
    "broken_pdf": "The PDF file is damaged.",
    "empty": "The pages hold no text that the bot could use.",
    "encrypted_pdf": "The PDF file is protected by a password.",
    "http_denied": "The website denies access ({status}). It may lock out programs.",
    "http_missing": "The page does not exist (any more) ({status}).",
    "http_other": "The website answers with the unexpected status {status}.",
    "http_overloaded": "The website asks for fewer requests ({status}). We will try again later, more slowly.",
    "http_server": "The website's server reports an error of its own ({status}).",
    "incomplete": "The connection broke off before the page was complete.",
    "internal": "Something went wrong on our side while reading. We are looking into it.",
    "noindex": "The website does not want its pages to be taken up (noindex).",
    "off_site": "The address redirects to another website.",
    "page_too_hard": "The page is too large or too deeply nested to be read.",
    "pdf_cut": "The PDF file is very long. Its first pages were read.",
    "pdf_too_hard": "The PDF file is too large or too complex to be read.",
    "redirect_loop": "The address redirects in a circle.",
    "refused": "The address does not lead to the public internet and is therefore not fetched.",
    "robots_refused": "The website forbids automatic reading of these pages (robots.txt).",
    "robots_unavailable": "Whether the website allows reading cannot be told: its robots.txt is out of order.",
    "scanned_pdf": "The PDF file holds pictures of pages and no text. Please upload one with text.",
    "shrunk": "More than half of the known pages were missing at the last reading. The bot keeps all of them for now.",
    "timeout": "The website answers too slowly.",
    "too_large": "The page or file is too large.",
    "too_many_redirects": "The address redirects too often.",
    "unknown": "The source could not be read ({code}).",
    "unknown_host": "There is no website of this name on the internet.",
    "unreachable": "The website's server cannot be reached.",
    "unreadable": "The page could not be made sense of.",
    "wrong_type": "There is neither a web page nor a PDF file at the address.",
}

_CATALOGUES = {"de": DE, "en": EN}
_STATUS = re.compile(r"http_(\d{3})")
_STATUS_TEXTS = {
    401: "http_denied",
    403: "http_denied",
    404: "http_missing",
    410: "http_missing",
    429: "http_overloaded",
    503: "http_overloaded",
}


def reason_text(language: str, code: str) -> str:
    """What a failure code (`timeout`, `http_404`, …) means, for people; an unknown one is named in a general text."""
    catalogue = _CATALOGUES[language]
    if match := _STATUS.fullmatch(code):
        status = int(match[1])
        known = _STATUS_TEXTS.get(status, "http_server" if status >= 500 else "http_other")
        return catalogue[known].format(status=status)
    if code in catalogue and not code.startswith("http_"):
        return catalogue[code]
    return catalogue["unknown"].format(code=code)
