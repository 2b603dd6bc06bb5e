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


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<h2>So erreichen Sie uns</h2><p>Mo – Fr: 8:00 – 16:45 Uhr</p>", "Mo – Fr: 8:00 – 16:45 Uhr"),
        ("<p><span>Mo bis Do</span><span>7:30 – 17:00 Uhr</span></p>", "Mo bis Do 7:30 – 17:00 Uhr"),
        ("<p>Sa 14:00 – 16:00 Uhr</p>", None),
        ("<p>Sommerfest Mo – Fr 8:00 – 16:00 Uhr</p>", None),
    ],
)
def test_one_line_for_a_week_is_opening_hours_without_a_title(body: str, found: str | None) -> None:
    facts = extract_facts([page("https://huber.example/", f"<main><h1>Kälte</h1><p>Klima.</p>{body}</main>")], {})
    assert (facts.opening_hours.value if facts.opening_hours else None) == found
