"""Mail addresses that pages hide from collectors, and numbers that are no telephone numbers."""

from __future__ import annotations

import codecs

import pytest
from ingest_svc.domain.html import parse
from ingest_svc.domain.imprint.contact import emails_in, network_of, phones_in
from ingest_svc.domain.imprint.obfuscation import hidden_addresses

MAIL = "post@laden.example"


def cloudflare(address: str, key: int = 0x2A) -> str:
    return bytes([key, *(one ^ key for one in address.encode())]).hex()


@pytest.mark.parametrize(
    "markup",
    [
        f'<a data-cfemail="{cloudflare(MAIL)}">[email protected]</a>',
        f'<a href="/cdn-cgi/l/email-protection#{cloudflare(MAIL, 0x77)}">schreiben</a>',
        '<span data-user="post" data-domain="laden.example">Mail</span>',
        '<span data-user="tsop" data-domain="elpmaxe.nedal">Mail</span>',
        f'<a data-mail="{codecs.encode(MAIL, "rot13")}">anzeigen</a>',
        f'<span style="unicode-bidi:bidi-override;direction:rtl">{MAIL[::-1]}</span>',
        '<script>document.write("post" + "@" + "laden.example")</script>',
        "<a href=\"javascript:linkTo_UnCryptMailto('ocknvq,rquvBncfgp0gzcorng')\">Mail</a>",
    ],
)
def test_hidden_addresses_are_read(markup: str) -> None:
    assert [address for address, _ in hidden_addresses(parse(f"<body>{markup}</body>"))] == [MAIL]


@pytest.mark.parametrize(
    "text",
    ["post(at)laden.example", "post [ät] laden [punkt] example", "post_at_laden.example", "post AT laden DOT example"],
)
def test_addresses_in_words_are_read(text: str) -> None:
    assert list(emails_in(text)) == [MAIL]


@pytest.mark.parametrize(
    "text",
    [
        "am Freitag, 08.05.2026 um 20:00 Uhr",
        "Handelsregisternummer: CH-170.3.031.555-4",
        "IBAN DE02 1203 0000 0000 2020 51",
        "Steuernummer 026/815/08152",
        "USt-IdNr. DE123456788",
        "FN 345678 k",
        "seit 1998-2026",
        "0,75 l 8,90 €",
        "HRB 0123456",
    ],
)
def test_dates_registers_and_accounts_are_no_telephone_numbers(text: str) -> None:
    assert list(phones_in(text, "DE")) == []


def test_telephone_numbers_are_read_as_they_are_written() -> None:
    assert list(phones_in("069 · 9000 9321", "DE")) == ["+496990009321"]
    assert list(phones_in("+49 (0)40 / 66969-310, Fax -311", "DE")) == ["+494066969310"]
    assert list(phones_in("05399 55510", "AT")) == ["+43539955510"]


def test_pages_on_networks_are_told_from_buttons_that_share() -> None:
    assert network_of("https://www.instagram.com/laden.moos") == "instagram"
    assert network_of("https://www.facebook.com/sharer/sharer.php?u=x") is None
    assert network_of("http://developers.facebook.com/docs/plugins") is None
