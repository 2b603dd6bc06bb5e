"""Telephone numbers, e-mail addresses, pages on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from identity import phone
from identity.address import NoAddress, parse

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.lines import Line
from ingest_svc.domain.imprint.obfuscation import hidden_addresses
from ingest_svc.domain.imprint.site import SitePage

_PHONE_LABEL = re.compile(
    r"(?<![^\W\d_])(?:tel(?:efon)?(?:nummer|nr\.?|isch)?|fon|phone|ruf(?:nummer)?|zentrale|anmeldung|anruf\w*|call|"
    r"hotline|festnetz|"
    r"büro|praxis|t)(?![^\W\d_])\.?|☎|📞|✆|🕿|rufen sie|telefonisch",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"fax|notdienst|notruf|bereitschaft|\bust|\bhr[ab]\b|iban|\bbic\b|steuer|\bf\b\.?:?\s*$|handelsregister|konto|"
    r"blz|kundennummer|"
    r"durchwahl|register|uid\b|firmenbuch|ärztlicher",
    re.IGNORECASE,
)
_BOTH_LABEL = re.compile(
    r"\b(?:tel(?:efon)?|fon|phone)\.?\s*(?:/|,|\+|&|und|u\.|and|sowie)\s*(?:tele)?fax\W*$|\bfax(?:nr)?\.?\s*(?:/|,|\+|&|und|u\.)\s*"
    r"tel(?:efon)?\W*$",
    re.IGNORECASE,
)
"""A number that takes calls and faxes."""
_MOBILE_LABEL = re.compile(r"mobil|handy|natel|whatsapp|\bm\b\.?:?\s*$", re.IGNORECASE)
# Numbers of other kinds, blanked before telephone numbers are looked for.
_NO_PHONE = re.compile(
    r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}\b|\b\d{1,2}\.\d{1,2}\.(?:\d{2})?(?!\d)(?=\s|$|[,;–-])|\b(?:19|"
    r"20)\d\d\s?[-–/]\s?(?:19|20)?\d\d\b|"
    r"\bCHE?[-\s]?\d[\d.\s-]{6,}\d\b|\b(?:ATU|DE|IT)\s?\d[\d\s./]{6,}|\b[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,}|"
    r"\b\d{1,2}[:.]\d{2}\s?(?:Uhr|h\b|[-–])|"
    r"\b(?:HR[AB]|VR|GnR|PR|FN|GIIN|EORI|CIN|GLN|BLZ|Nr\.|IK)\s?:?\s?\d[\d\s/.-]*|\b\d{2,3}/\d{3}/\d{4,5}\b|"
    r"(?:Steuer|Konto|Kunden|Betriebs|Register|Handelsregister|Firmenbuch|Mitglieds)-?(?:Nr\.?|nummer|"
    r"N[Rr]\.)\s?:?\s?[\dA-Z][\d\s/.A-Za-z-]*"
)
_NUMBER = re.compile(r"(?<![\w/.,])(?:\+|00|\(\s?\+?\d|0)[\d\s()/.·\u2010-\u2015-]{4,24}\d(?![\d,]*\s?€)")
_ANOTHER = re.compile(r"((?:\d[\s().-]*){7,})/(?=\s*(?:\+|00|0\d))")
"""A number, and the stroke before another one that begins with its own area code."""
_SHORTEST = 9
"""Characters of a telephone number with its country: `+495444201`; a shorter one is a price or a part."""
_PLACEHOLDER = re.compile(r"123456|^\+\d\d(?:0{5,}|1234)")
_AT = (
    r"\s*(?:@|\(at\)|\[at\]|\{at\}|<at>|\(ät\)|\[ät\]|\(a\)|\(@\)|\[@\]|_at_|-at-|\s(?:at|AT|ät)\s|\(klammeraffe\))\s*"
)
_DOT = r"(?:\.|\s*(?:\(dot\)|\[dot\]|\{dot\}|\(punkt\)|\[punkt\]|\(\.\)|\[\.\]|_dot_)\s*|\s+(?:dot|punkt)\s+)"
_EMAIL = re.compile(
    rf"([A-Za-z0-9][\w.+-]*){_AT}((?:[A-Za-zÄÖÜäöü0-9-]+{_DOT})+[A-Za-z]{{2,24}})(?![\w@])", re.IGNORECASE
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_GENERAL = re.compile(
    r"^(?:info|kontakt|mail|office|hallo|hello|post|service|anfrage|zentrale|praxis|team|buero|kanzlei|empfang|"
    r"contact)\b"
)
_EXAMPLE = re.compile(
    r"^(?:max\.?mustermann|name|ihre?|your|user|beispiel|mustermann|email|test)@|@(?:example|beispiel|domain|muster|"
    r"whatever|ihre)\b[^.]*\.(?:com|de|org)$"
)
_NETWORKS = {
    "linkedin": ("linkedin.com",),
    "facebook": ("facebook.com", "fb.com"),
    "instagram": ("instagram.com",),
    "x": ("x.com", "twitter.com"),
    "xing": ("xing.com",),
    "youtube": ("youtube.com", "youtu.be"),
}
_SHARING = re.compile(
    r"/(?:docs|policy|sharer?|intent|share|dialog|login|policies|privacy|help|embed|watch|hashtag|plugins|legal|about|p|"
    r"reel|explore|wix|wordpress"
    r"|jimdo)\b", re.IGNORECASE
)  # fmt: skip


def phones_in(text: str, region: str) -> Iterator[str]:
    """The valid telephone numbers of a text, E.164; `region` counts for national numbers."""
    for number, _ in _numbers(text, region):
        yield number


def _numbers(text: str, region: str) -> Iterator[tuple[str, int]]:
    masked = _ANOTHER.sub(r"\1;", _NO_PHONE.sub(lambda match: " " * len(match[0]), text))
    for match in _NUMBER.finditer(masked):
        raw = re.sub(r"\(\s?0\s?\)", "", match[0]).replace("·", " ")
        if raw.count("(") != raw.count(")"):
            raw = raw.replace("(", " ").replace(")", " ")
        try:
            number = phone.parse(raw, region)
        except phone.NoPhoneNumber:
            continue
        if _PLACEHOLDER.search(number) or len(number) < _SHORTEST:
            continue
        if number.startswith(("+49", "+43", "+41")) or phone.is_assigned(number):
            yield number, match.start()


def emails_in(text: str) -> Iterator[str]:
    """The e-mail addresses of a text in their comparable form, also those written with (at) and (dot)."""
    for match in _EMAIL.finditer(text):
        host = _DOTS.sub(".", match[2]).strip()
        if "@" in match[0] or re.search(r"[(\[{<&_]|-at-|\s(?:at|ät)\s", match[0], re.IGNORECASE):
            with suppress(NoAddress):
                address = parse(f"{match[1]}@{host}").comparable
                if not _EXAMPLE.search(address):
                    yield address


def find_phone(lines: Sequence[Line], url: str, region: str, *, sure: bool = True) -> Finding | None:
    """The first number labelled as a telephone; else one labelled as mobile, else the first that nothing labels.

    A mobile number of the country goes before the telephone of an office abroad.

    `region` says how a national number is dialled; one is less sure when no `sure` evidence tells the country.
    """
    labelled: Finding | None = None
    mobile: Finding | None = None
    home = phone.prefix_of(region)
    plain: Finding | None = None
    foreign = {number for line in lines if not line.own for number in phones_in(line.text, region)}
    for at, line in enumerate(lines):
        if not line.own:
            continue
        end = 0
        for number, start in _numbers(line.text, region):
            label = line.text[end:start]
            end = start + 1
            if number in foreign:
                continue
            if not re.search(r"[^\W\d_]{1,}|☎|📞", label):
                label = f"{_label_above(lines, at)} {label}"
            if _OTHER_LABEL.search(_BOTH_LABEL.sub("Tel.", label).rpartition("  ")[2][-40:]):
                continue
            if _MOBILE_LABEL.search(label):
                mobile = mobile or Finding(number, url, line.text, 0.8)
            elif _PHONE_LABEL.search(label):
                found = Finding(number, url, line.text, 0.95 if sure else 0.85)
                if number.startswith(home):
                    return found
                labelled = labelled or found
            else:
                plain = plain or Finding(number, url, line.text, 0.7)
    if labelled is not None and mobile is not None and mobile.value.startswith(home):
        return mobile
    return labelled or mobile or plain


def find_called(page: SitePage, region: str) -> Finding | None:
    """The number that a page has dialled (`tel:`), unless it stands among others' data."""
    foreign = {number for line in page.all_lines if not line.own for number in phones_in(line.text, region)}
    for node in page.tree.css('a[href^="tel:" i]'):
        raw = unquote(node.attributes.get("href") or "")[4:].strip()
        raw = raw if raw.startswith(("+", "0")) else f"+{raw}" if re.match(r"(?:49|43|41|39)\d", raw) else raw
        shown = " ".join(node.text().split())
        if _OTHER_LABEL.search(shown):
            continue
        number = next(phones_in(raw, region), None)
        if number and number not in foreign:
            return Finding(number, page.url, shown or raw, 0.85, "markup")
    return None


def _label_above(lines: Sequence[Line], at: int) -> str:
    """What labels a number that stands alone on its line: the line above, else the heading."""
    if (
        at
        and lines[at - 1].paragraph >= lines[at].paragraph - 2
        and len(lines[at - 1].text) < 40
        and not _NUMBER.search(lines[at - 1].text)
    ):
        return lines[at - 1].text
    return lines[at].heading if len(lines[at].heading) < 40 else ""


def find_email(page: SitePage, lines: Iterable[Line], hosts: Sequence[str]) -> Finding | None:
    """The company's address: the first on one of the site's own domains, else a general one, else the first at all."""
    found: list[Finding] = []
    foreign: set[str] = set()
    for line in lines:
        if line.own:
            found += [Finding(email, page.url, line.text, 0.95) for email in emails_in(line.text)]
        else:
            foreign |= set(emails_in(line.text))
    for address, shown in hidden_addresses(page.tree):
        found += [Finding(email, page.url, shown, 0.9, "markup") for email in emails_in(address)]
    for node in page.tree.css('a[href^="mailto:" i]'):
        address = unquote((node.attributes.get("href") or "")[7:].split("?")[0]).strip()
        for email in emails_in(address):
            if not any(one.value == email for one in found):
                found.append(Finding(email, page.url, node.text(strip=True) or email, 0.85, "markup"))
    found = [one for one in found if one.value not in foreign]
    for rule in (
        lambda one: any(_is_at(host, one.value) for host in hosts),
        lambda one: bool(_GENERAL.match(one.value)),
    ):
        if chosen := next(filter(rule, found), None):
            return chosen
    return next(iter(found), None)


def _is_at(site: str, email: str) -> bool:
    """Whether the address is the site's own, whichever way the site's name is spelled."""
    site = ".".join(site.removeprefix("www.").split(".")[-2:])
    domains = (email.rpartition("@")[2], parse(email).domain)
    return any(f".{domain}".endswith(f".{site}") for domain in domains)


def find_social(pages: Iterable[SitePage]) -> dict[str, Finding]:
    """The company's pages on social networks, by network."""
    found: dict[str, Finding] = {}
    for page in pages:
        for node in page.tree.css("a[href]"):
            href = (node.attributes.get("href") or "").strip()
            quote = node.text(strip=True) or node.attributes.get("aria-label") or href
            if network := network_of(href):
                found.setdefault(network, Finding(href, page.url, quote, 0.9, "markup"))
    return found


def network_of(href: str) -> str | None:
    """The social network on which an address is somebody's page; None for buttons that share, and other addresses."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if (
        host.startswith(("developers.", "policies.", "support.", "business."))
        or parts.scheme not in ("http", "https")
        or len(parts.path.strip("/")) < 2
        or _SHARING.match(parts.path)
    ):
        return None
    return next(
        (
            name
            for name, hosts in _NETWORKS.items()
            if any(host == known or host.endswith(f".{known}") for known in hosts)
        ),
        None,
    )
