import re
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from outreach_svc.domain.basis import Reason
from outreach_svc.domain.composing import (
    DEMO_END,
    PLACEHOLDERS,
    Draft,
    Recipient,
    Sender,
    TemplateInvalid,
    compose,
    default_template,
    footer,
    talking_points,
    with_demo_end,
)
from outreach_svc.domain.following import Point
from outreach_svc.domain.html import to_html
from outreach_svc.domain.stages import Stage
from outreach_svc.texts import TEMPLATES, say, sentence
from outreach_svc.texts.words_de import DE
from outreach_svc.texts.words_en import EN

SENDER = Sender(
    "Mara Lindner", "Agentur Lindner GmbH", "Marktplatz 4", "80331", "München", email="mara@lindner.example"
)
LINK = "http://localhost:8080/bot/0190?token=abc"
ENDS = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # 1 April in Berlin


def first_contact(industry: str = "", channel: str = "email") -> Draft:
    subject, body = default_template("first_contact", "de")
    to = Recipient("Tischlerei Brandt GmbH", "", industry)
    return compose(subject, body, language="de", to=to, sender=SENDER, demo_link=LINK, channel=channel)


def test_what_happened_is_worded_in_the_language_of_who_reads_it() -> None:
    points = [Point("peak_time", "", 7, 14), Point("lead", "", 2), Point("top_question", "Preise", 3)]
    assert talking_points(points, "en")[0] == "Most questions come around 14:00"
    assert talking_points(points, "de")[0] == "Die meisten Fragen kommen gegen 14 Uhr"
    assert len(talking_points(points, "en")) == 3
    before = [Point("peak_time", "Die meisten Fragen kommen gegen 14 Uhr.", 7)]
    assert talking_points(before, "en") == [], "a sentence that came worded is not shown to readers of another language"


def test_the_first_message_says_all_that_it_must() -> None:
    draft = with_demo_end(first_contact(), ENDS, language="de", zone="Europe/Berlin", must_print=True)

    assert "KI-Assistent für Tischlerei Brandt GmbH" in draft.subject
    for part in ("in Ihrem Bereich", LINK, "rund um die Uhr", "30 Tage", "1. April 2026", "Gespräch", "Rückmeldungen"):
        assert part in draft.body, part


def test_the_field_is_named_when_known() -> None:
    assert "im Bereich Tischlerei" in first_contact("Tischlerei").body


def test_an_edited_body_still_prints_the_end_of_the_demo() -> None:
    draft = with_demo_end(Draft("Hallo", "Kurz und gut."), ENDS, language="de", zone="Europe/Berlin", must_print=True)

    assert "1. April 2026" in draft.body


def test_the_footer_names_reason_objection_and_sender() -> None:
    shown = footer(
        language="de", basis="consent", basis_date="3. März 2026", sender=SENDER, unsubscribe_link="https://x/u"
    )

    for part in ("3. März 2026", "widersprechen", "https://x/u", "Agentur Lindner GmbH", "80331 München"):
        assert part in shown


def test_the_request_for_consent_holds_no_advertising() -> None:
    subject, body = default_template("opt_in", "de")

    assert not re.search(r"KI|Assistent|Demo|kostenlos|Vorführung|demo_link", subject + body)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", sorted(TEMPLATES["de"]))
def test_every_template_of_both_languages_renders_with_and_without_points(name: str, language: str) -> None:
    subject, body = default_template(name, language)
    for points in ((), ("Oft gefragt: Preise",)):
        draft = compose(
            subject, body, language=language, to=Recipient("A GmbH", "Eva Muster"), sender=SENDER, points=points
        )
        assert "{" not in draft.body
        assert "\n\n\n" not in draft.body


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ company.__init__.__globals__ }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 'x'.ljust(10 ** 9) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ '%999999999d' % 1 }}",
        "{% for a in company %}{% for b in company %}x{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ unknown }}",
        "{% if %}",
        "{{ 1 / 0 }}",
        "  ",
    ],
)
def test_a_template_that_reaches_out_of_its_sandbox_or_is_wrong_is_refused(body: str) -> None:
    with pytest.raises(TemplateInvalid):
        compose("Betreff", body, language="de", to=Recipient("A"), sender=SENDER)


def test_the_html_part_has_the_same_words_and_lets_nothing_through() -> None:
    shown = to_html(
        f"Hallo <script>alert(1)</script>\n- eins\n- zwei\n\n{LINK}.", "Fuß", language="de", subject="S & T"
    )

    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert shown.count("<li") == 2
    assert f'href="{LINK}"' in shown
    assert "style=" in shown


def test_drafts_carry_the_marker_until_the_end_is_fixed() -> None:
    assert DEMO_END in first_contact().body


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    assert DE.keys() == EN.keys()
    assert {name: set(body) for name, body in TEMPLATES.items()}["de"] == set(TEMPLATES["en"])
    for id, german in DE.items():
        fields = set(re.findall(r"{(\w+)}", german))
        assert fields >= set(re.findall(r"{(\w+)}", EN[id])), id
    assert say("step.bot_deployed", "de").endswith("freigeschaltet")


@pytest.mark.parametrize(
    ("step", "detail", "german", "english"),
    [
        (
            "researched",
            {"pages": 12, "seconds": 1.5},
            "Internetseite gelesen: 12 Seiten in 1,5 s",
            "Website read: 12 pages in 1.5 s",
        ),
        ("research_failed", {"reason": "http_404"}, "Internetseite nicht lesbar (Status 404)", None),
        (
            "waiting",
            {"reason": "no_lawful_basis, recipient_suppressed"},
            "Versand verschoben (keine Rechtsgrundlage vermerkt, Adresse steht auf der Sperrliste)",
            None,
        ),
        ("send_failed", {"reason": "550 no such user"}, "Mail konnte nicht gesendet werden (550 no such user)", None),
        (
            "approved",
            {"slot": "2027-03-01T09:15+01:00"},
            "Versand freigegeben für 1. März 2027, 09:15 Uhr",
            "Approved to be sent on 1 March 2027, 09:15",
        ),
        ("stage", {"stage": "won"}, "Stand gesetzt: gewonnen", None),
        ("basis_recorded", {"kind": "enquiry"}, "Rechtsgrundlage vermerkt: Anfrage der Firma", None),
        ("engagement", {"score": 7.5}, "Interesse 7,5 von 10", None),
    ],
)
def test_steps_are_told_as_people_write(step: str, detail: dict[str, Any], german: str, english: str | None) -> None:
    assert sentence(f"step.{step}", "de", detail) == german
    if english is not None:
        assert sentence(f"step.{step}", "en", detail) == english


def test_every_code_of_a_refusal_and_every_stage_has_a_name() -> None:
    for code in get_args(Reason):
        assert sentence("step.waiting", "de", {"reason": code}) != f"Versand verschoben ({code})", code
    for stage in get_args(Stage):
        assert sentence("step.stage", "en", {"stage": stage})


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_that_is_told_of_can_be_named(name: str) -> None:
    compose("x", f"[{{{{ {name} }}}}]", language="de", to=Recipient("A GmbH"), sender=SENDER)


@pytest.mark.parametrize(
    ("subject", "body", "part", "why"),
    [
        ("{{ firma }}", "Guten Tag", "subject", "'firma' is undefined"),
        ("Hallo", "Guten Tag {{ firma }}", "body", "'firma' is undefined"),
        ("Hallo {% if %}", "Guten Tag", "subject", "line 1"),
        ("Hallo", "Guten Tag\n{{ company.upper() }}", "body", "line 2: call is not available"),
        ("{{ slot }}", "Guten Tag", "subject", "must not be empty"),
    ],
)
def test_what_is_wrong_is_said_of_the_text_that_it_is_in(subject: str, body: str, part: str, why: str) -> None:
    with pytest.raises(TemplateInvalid, match=re.escape(why)) as raised:
        compose(subject, body, language="de", to=Recipient("A GmbH"), sender=SENDER)
    assert raised.value.part == part
