"""Facts from imprints: measured over authored pages; a wrong finding is worse than none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "imprints" / "cases.yaml").read_text())
FIELDS = ("company_name", "legal_form", "address", "phone", "email", "register_entry", "vat_id")


def facts_of(case: dict[str, Any]) -> Facts:
    host = case.get("host", f"www.{case['id']}.example")
    start = page(
        f"https://{host}/", "<main><h1>Willkommen</h1><p>Schön, dass Sie hier sind, sehen Sie sich um.</p></main>"
    )
    return extract_facts([start, page(f"https://{host}/impressum", f"<main>{case['html']}</main>")], {})


def page(url: str, body: str, head: str = "") -> SitePage:
    html = f'<html lang="de"><head>{head}</head><body>{body}</body></html>'
    return SitePage(read_page(html, url), html)


def compared(case: dict[str, Any]) -> tuple[int, list[str], list[str]]:
    """How many findings are right, which are wrong, which are missing."""
    facts, expected = facts_of(case), case["expected"]
    right, wrong, missing = 0, [], []
    for name in FIELDS:
        found = getattr(facts, name)
        wanted = expected.get(name)
        if found is not None and found.value == wanted:
            right += 1
        else:
            wrong += [f"{case['id']}.{name}: {found.value!r}, not {wanted!r}"] if found is not None else []
            missing += [f"{case['id']}.{name}: {wanted!r}"] if wanted is not None else []
    names = [finding.value for finding in facts.managing_directors]
    wanted_names = expected.get("managing_directors", [])
    right += len(set(names) & set(wanted_names))
    wrong += [f"{case['id']}: director {name!r}" for name in names if name not in wanted_names]
    missing += [f"{case['id']}: director {name!r}" for name in wanted_names if name not in names]
    return right, wrong, missing


def test_precision_and_f1_over_all_imprints() -> None:
    results = [compared(case) for case in CASES]
    right = sum(one[0] for one in results)
    wrong = [text for one in results for text in one[1]]
    missing = [text for one in results for text in one[2]]
    precision, recall = right / (right + len(wrong)), right / (right + len(missing))
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(CASES)} imprints, {right} right, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(*wrong, *missing, sep="\n")
    assert precision >= 0.98, wrong
    assert f1 >= 0.95, missing


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_finding_quotes_words_that_stand_on_the_page(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    text = read_page(f"<main>{case['html']}</main>", "https://x.example/").text
    for name in FIELDS:
        found = getattr(facts, name)
        if found is not None:
            assert 0 < found.confidence <= 1
            assert found.url.startswith("https://")
            for line in found.quote.splitlines():
                assert line in text or line == "E-Mail schreiben", line


def test_team_hours_colours_logo_and_structured_data_are_found_with_their_place() -> None:
    start = page(
        "https://huber.example/",
        '<header><a href="/"><img src="/logo.png" alt="Logo Huber"></a></header><main><h1>Schreinerei in Passau</h1>'
        "<p>Wir bauen Möbel nach Maß, seit 1990 und mit Freude.</p></main>"
        '<footer><a href="https://www.instagram.com/huber.example">Instagram</a>'
        '<a href="https://www.facebook.com/sharer/sharer.php?u=x">Teilen</a></footer>',
        '<title>Schreinerei Huber</title><script type="application/ld+json">'
        '{"@type":"LocalBusiness","name":"Huber","telephone":"+49 851 12345","address":"x"}</script>',
    )
    team = page(
        "https://huber.example/team",
        '<main><h1>Unser Team</h1><div class="card"><img src="/a.jpg"><h3>Dr. Eva Moser-Lang</h3><p>Verkauf</p>'
        '<p>eva(at)huber.example</p></div><div class="card"><h3>Kontakt Aufnehmen</h3><p>Hier</p></div></main>',
    )
    times = page(
        "https://huber.example/oeffnungszeiten",
        "<main><h1>Öffnungszeiten</h1><p>Montag bis Freitag: 8:00 - 17:00 Uhr<br>Samstag: 9:00 - 12:00 Uhr</p></main>",
    )
    facts = extract_facts(
        [start, team, times], {"https://huber.example/s.css": ":root{--primary:#A12;--accent:#225588;--grau:#777}"}
    )

    assert [(one.name, one.position, one.email, one.image_url) for one in facts.team] == [
        ("Eva Moser-Lang", "Verkauf", "eva@huber.example", "https://huber.example/a.jpg")
    ]
    assert facts.logo is not None
    assert facts.logo.value == "https://huber.example/logo.png"
    assert facts.primary_color is not None
    assert (facts.primary_color.value, facts.primary_color.quote) == ("#aa1122", "--primary:#A12")
    assert facts.secondary_color is not None
    assert facts.secondary_color.value == "#225588"
    assert facts.industry is not None
    assert facts.industry.value == "Tischlerei"
    assert set(facts.social) == {"instagram"}
    assert facts.phone is not None
    assert facts.phone.value == "+4985112345"
    assert facts.weekly_hours["monday"][0].opens == "08:00"
    assert facts.weekly_hours["saturday"][0].closes == "12:00"


def hours_on(html: str) -> tuple[str | None, dict[str, list[str]]]:
    """The text of the hours that a page states, and the days that are known from it."""
    facts = extract_facts([page("https://laden.example/", f"<main><h1>Hofladen</h1>{html}</main>")], {})
    week = {day[:2]: [f"{one.opens}-{one.closes}" for one in spans] for day, spans in facts.weekly_hours.items()}
    return facts.opening_hours.value if facts.opening_hours else None, week


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<h2>Wann wir da sind</h2><h3>Donnerstag + Freitag</h3><p>9 - 12 Uhr<br>15 - 18 Uhr</p>"
            "<h3>Mittwoch</h3><p>Ruhetag</p>",
            {"th": ["09:00-12:00", "15:00-18:00"], "fr": ["09:00-12:00", "15:00-18:00"], "we": []},
        ),
        ("<h2>Öffnungszeiten</h2><p>Freitag bis Samstag<br>10:00 bis 16:00 Uhr</p>",
         {"fr": ["10:00-16:00"], "sa": ["10:00-16:00"]}),
        ("<h2>Besuch</h2><p>Di, Do: 8.30 – 17 Uhr</p>", {"tu": ["08:30-17:00"], "th": ["08:30-17:00"]}),
        ("<h2>Öffnungszeiten</h2><div><span>Sa</span><span>9:00 – 13:00 Uhr</span></div>", {"sa": ["09:00-13:00"]}),
        (
            "<h2>Praxis</h2><table><tr><th>Tag</th><th>Annahme</th></tr>"
            "<tr><td>Montag</td><td>8-11 Uhr, 16-18 Uhr</td></tr><tr><td>Freitag</td><td>8-11 Uhr</td></tr></table>",
            {"mo": ["08:00-11:00", "16:00-18:00"], "fr": ["08:00-11:00"]},
        ),
        (
            "<h2>Öffnungszeiten</h2><table><tr><td>Mo</td><td>08:00</td><td>–</td><td>12:00</td></tr>"
            "<tr><td>Di</td><td>08:00</td><td>–</td><td>12:30</td></tr></table>",
            {"mo": ["08:00-12:00"], "tu": ["08:00-12:30"]},
        ),
        (
            "<h2>Öffnungszeiten</h2><table><tr><td>Montag</td><td>8 – 12 Uhr</td><td>14 – 18 Uhr</td></tr>"
            "<tr><td>Mittwoch</td><td>8 – 12 Uhr</td><td>geschlossen</td></tr>"
            "<tr><td>Freitag</td><td>geschlossen</td><td>14 – 18 Uhr</td></tr></table>",
            {"mo": ["08:00-12:00", "14:00-18:00"], "we": ["08:00-12:00"], "fr": ["14:00-18:00"]},
        ),
        (
            "<h2>Öffnungszeiten</h2><table><tr><th>Tag</th><th>von</th><th>bis</th></tr>"
            "<tr><td>Montag</td><td>9:00</td><td>18:00</td></tr><tr><td>Samstag</td><td>9:00</td><td>13:00</td></tr>"
            "</table>",
            {"mo": ["09:00-18:00"], "sa": ["09:00-13:00"]},
        ),
        (
            "<h2>Praxis</h2><table><tr><td>Di</td><td>08:00</td><td>12:00</td><td>14:00</td><td>18:00 Uhr</td></tr>"
            "<tr><td>Mi</td><td>08:00</td><td>12:00</td><td></td><td></td></tr></table>",
            {"tu": ["08:00-12:00", "14:00-18:00"], "we": ["08:00-12:00"]},
        ),
        ("<h2>So kommen Sie zu uns</h2><p>Fr 9 – 17 Uhr, Sa 9 – 13 Uhr, So zu</p>",
         {"fr": ["09:00-17:00"], "sa": ["09:00-13:00"], "su": []}),
        ("<h4>Wann Sie kommen können</h4><p>Freitag und Samstag 8:00 bis 19:00</p>"
         "<p>Sonn- und Feiertag 9:00 bis 18:00</p>",
         {"fr": ["08:00-19:00"], "sa": ["08:00-19:00"], "su": ["09:00-18:00"]}),
        ("<h2>Öffnungszeiten</h2><p>Am Wochenende bitte reservieren.</p>"
         "<p>Donnerstag – Samstag<br>17:00 – 23:00 Uhr<br>Küche bis 21:30 Uhr</p>"
         "<p>Sonn- &amp; Feiertag<br>11:30 – 14:00 · 17:00 – 22:00 Uhr<br>Warme Küche nur bis 21 Uhr</p>",
         {"th": ["17:00-23:00"], "fr": ["17:00-23:00"], "sa": ["17:00-23:00"],
          "su": ["11:30-14:00", "17:00-22:00"]}),
        ("<h3>Laden</h3><p>Donnerstag<br>7.30–12.15 / 14.00–18.30 Uhr</p><p>Freitag<br>7.30–18.30 Uhr durchgehend</p>"
         "<p>Samstag<br>7.00–15.00 Uhr</p>",
         {"th": ["07:30-12:15", "14:00-18:30"], "fr": ["07:30-18:30"], "sa": ["07:00-15:00"]}),
    ],
)  # fmt: skip
def test_hours_are_found_however_they_are_laid_out(html: str, expected: dict[str, list[str]]) -> None:
    text, week = hours_on(html)
    assert text
    assert week == expected


@pytest.mark.parametrize(
    "arranged",
    [
        "<br>Sa nach Vereinbarung",
        "</p><p>Sa:</p><p>auf Anruf",
        "<br>Samstag<br>nur auf telefonische Anfrage",
        "<br>und nach Absprache auch samstags<br>0421 555 01 10 / 0421 555 01 12",
    ],
)
def test_a_day_by_appointment_leaves_the_week_whole(arranged: str) -> None:
    html = f"<main><h1>Hofladen</h1><h2>Öffnungszeiten</h2><p>Do-Fr 8-17 Uhr{arranged}</p></main>"
    facts = extract_facts([page("https://laden.example/", html)], {})
    assert sorted(facts.weekly_hours) == ["friday", "thursday"]
    assert facts.by_appointment == ("saturday",)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Öffnungszeiten</h2><p>Mo-Fr 8-17 Uhr<br>Sa ab 9 Uhr</p>",
        "<h2>Öffnungszeiten im Sommer</h2><p>Mo-Fr 8-17 Uhr<br>Sa 9-12 Uhr</p>",
        "<h2>Öffnungszeiten</h2><p>Verkauf</p><p>Mo-Fr 8-12 Uhr</p><p>Werkstatt</p><p>Mo-Fr 13-17 Uhr</p>",
        "<h2>Öffnungszeiten</h2><p>Telefonzeiten:<br>Mo-Fr 8-10 Uhr</p>",
        "<h2>Öffnungszeiten Büro</h2><p>Mo-Fr 8-12 Uhr</p><h2>Öffnungszeiten Lager</h2><p>Mo-Fr 7-16 Uhr</p>",
    ],
)
def test_hours_that_are_not_understood_whole_are_kept_as_text_only(html: str) -> None:
    text, week = hours_on(html)
    assert text is not None
    assert "Mo-Fr 8-1" in text
    assert week == {}


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Termine</h2><table><tr><th>Wann</th><th>Beginn</th></tr><tr><td>Samstag, 05.12.2026</td>"
        "<td>15:30 Uhr</td></tr><tr><td>Sonntag, 06.12.2026</td><td>11:00 Uhr</td></tr></table>",
        "<h2>Kurse</h2><p>Töpfern montags 18-20 Uhr</p><p>Malen mittwochs 9-11 Uhr</p>",
        "<h2>Team</h2><p>So erreichen Sie uns: 0421 555 0 bis 19</p>",
    ],
)
def test_lists_of_events_are_no_opening_hours(html: str) -> None:
    assert hours_on(html) == (None, {})


def structured_hours(stated: str, shown: str = "<p>Nüsse und Saft aus eigener Ernte.</p>") -> dict[str, list[str]]:
    script = f'<script type="application/ld+json">{{"@type":"Store","name":"Hofladen",{stated}}}</script>'
    return hours_on(script + shown)[1]


def test_hours_are_read_from_what_a_page_says_to_machines() -> None:
    assert structured_hours(
        '"openingHoursSpecification":[{"dayOfWeek":["https://schema.org/Friday"],"opens":"09:00:00","closes":"12:30"},'
        '{"dayOfWeek":"Friday","opens":"14:00","closes":"23:59"},{"dayOfWeek":"Sunday","opens":"00:00","closes":"00:00"}]'
    ) == {"fr": ["09:00-12:30", "14:00-24:00"], "su": []}
    assert structured_hours('"openingHours":["Tu,Th 16:00-20:00","Sa 09:00-12:00"]') == {
        "tu": ["16:00-20:00"],
        "th": ["16:00-20:00"],
        "sa": ["09:00-12:00"],
    }


@pytest.mark.parametrize(
    ("shown", "friday"),
    [
        ("<p>Montag bis Freitag 9:00 – 18:00 Uhr</p>", "09:00-18:00"),  # who changed them forgot the data
        ("<p>Freitag 8:00 – 17:00 Uhr</p>", "08:00-17:00"),
        ("<p>Kommen Sie vorbei.</p>", "08:00-17:00"),
    ],
)
def test_hours_for_machines_give_way_to_others_that_pages_show(shown: str, friday: str) -> None:
    assert structured_hours('"openingHours":["Fr 08:00-17:00"]', shown)["fr"] == [friday]


@pytest.mark.parametrize(
    "stated",
    [
        '"openingHoursSpecification":{"dayOfWeek":"Friday","opens":"09:00","closes":"12:00",'
        '"description":"Nur nach Terminvereinbarung"}',
        '"openingHoursSpecification":{"dayOfWeek":"Friday","opens":"09:00","closes":"12:00","validFrom":"2026-05-01"}',
        '"openingHoursSpecification":[{"dayOfWeek":"Friday","opens":"09:00","closes":"12:00"},{"dayOfWeek":"Monday"}]',
        '"openingHoursSpecification":[{"dayOfWeek":["PublicHolidays"],"opens":"09:00","closes":"12:00"}]',
        '"openingHoursSpecification":[{"dayOfWeek":"Friday","opens":"9 Uhr","closes":"12:00"}, 7, null]',
        '"openingHours":"Mo-Fr nachmittags"',
        '"openingHours":{"@id":"#hours"}',
    ],
)
def test_structured_hours_that_are_not_those_of_a_week_are_none(stated: str) -> None:
    assert structured_hours(stated) == {}


def test_hours_that_are_shown_go_before_structured_ones() -> None:
    shown = "<h2>Öffnungszeiten</h2><p>Fr 10-18 Uhr</p>"
    assert structured_hours('"openingHours":"Fr 09:00-12:00"', shown) == {"fr": ["10:00-18:00"]}
