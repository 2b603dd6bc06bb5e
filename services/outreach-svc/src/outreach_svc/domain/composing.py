"""Mail texts: a template and what is known about the company become a subject and a body.

The end of a demo is fixed only when a mail is claimed for sending, so drafts carry `DEMO_END` in its place; what the
law demands of every mail (sender, reason, objection) is in `footer`, which no template can leave out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from wording import long_day

from outreach_svc.domain.following import Point
from outreach_svc.texts import TEMPLATES, say

DEMO_END = "[[demo_end]]"
"""Stands in drafts where the date of the demo's end will be."""

Placeholder = Literal[
    "company", "salutation", "contact_person", "field", "demo_link", "demo_end", "talking_points", "days_left", "slot",
    "enquiry_date", "confirm_link", "channel", "sender.name", "sender.company", "sender.phone", "sender.email",
    "sender.website", "sender.street", "sender.postal_code", "sender.city", "sender.country",
]  # fmt: skip
"""What a template may name."""
PLACEHOLDERS: tuple[Placeholder, ...] = get_args(Placeholder)

LONGEST_TEMPLATE = 20_000
MOST_POINTS = 5

_FORBIDDEN = (
    nodes.Call, nodes.Macro, nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends,
    nodes.Mul, nodes.Pow, nodes.Mod,
)  # fmt: skip
_FILTERS = ("capitalize", "default", "first", "join", "last", "length", "lower", "replace", "title", "trim", "upper")


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False, autoescape=False
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment


_JINJA = _environment()


class TemplateInvalid(Exception):
    """A template cannot be rendered; the message says where and why, `part` in which of its two texts."""

    def __init__(self, message: str, part: Literal["subject", "body"] = "body") -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the workspace's identity and postal address."""

    name: str = ""
    company: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "DE"
    email: str = ""
    phone: str | None = None
    website: str | None = None

    @property
    def complete(self) -> bool:
        """Whether a recipient can tell who writes and where they are."""
        return all((self.name or self.company, self.street, self.postal_code, self.city, self.email))

    @property
    def shown(self) -> str:
        """The company, or the person when there is none."""
        return self.company or self.name

    def lines(self) -> list[str]:
        """Name and address as lines."""
        place = f"{self.postal_code} {self.city}".strip()
        return list(dict.fromkeys(line for line in (self.company, self.name, self.street, place) if line))


@dataclass(frozen=True, slots=True)
class Recipient:
    """The company written to."""

    company: str
    contact_person: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A subject of one line and a plain-text body in paragraphs and `- ` lists."""

    subject: str
    body: str


def split(template: str) -> tuple[str, str]:
    """Subject and body of a template: the first line and all after the empty line."""
    subject, _, body = template.strip().partition("\n")
    return subject.strip(), body.strip()


def default_template(name: str, language: str) -> tuple[str, str]:
    """Subject and body that a workspace starts with. Raises `KeyError` for an unknown name."""
    return split(TEMPLATES["en" if language == "en" else "de"][name])


def compose(
    subject: str,
    body: str,
    *,
    language: str,
    to: Recipient,
    sender: Sender,
    demo_link: str = "",
    points: Sequence[str] = (),
    channel: str = "email",
    more: Mapping[str, object] | None = None,
) -> Draft:
    """Fill a template. Raises `TemplateInvalid` for what Jinja or its sandbox refuses."""
    person = to.contact_person.strip()
    values: dict[str, object] = {
        "company": to.company,
        "contact_person": person,
        "field": say("field", language, industry=to.industry) if to.industry else say("field.fallback", language),
        "salutation": say("salutation.person", language, name=person) if person else say("salutation", language),
        "demo_link": demo_link or say("marker.link", language),
        "demo_end": DEMO_END,
        "talking_points": list(points[:MOST_POINTS]),
        "channel": channel,
        "sender": asdict(sender) | {"name": sender.name or sender.company, "company": sender.shown},
        "days_left": 0,
        "slot": "",
        "confirm_link": "",
        "enquiry_date": "",
        **(more or {}),
    }
    if len(subject) + len(body) > LONGEST_TEMPLATE:
        raise TemplateInvalid(f"a template has at most {LONGEST_TEMPLATE} characters")
    written = _rendered(body, values, "body")
    title = " ".join(_rendered(subject, values, "subject").split())
    return Draft(title[:250], _tidy(written))


def _rendered(template: str, values: Mapping[str, object], part: Literal["subject", "body"]) -> str:
    """Fill one template. What could run for long or grow without bound (calls, nested loops) is refused beforehand."""
    try:
        tree = _JINJA.parse(template)
        for node in tree.find_all(_FORBIDDEN):
            name = type(node).__name__.lower()
            raise TemplateInvalid(f"line {node.lineno}: {name} is not available in templates", part)
        for loop in tree.find_all(nodes.For):
            if next(loop.find_all(nodes.For), None) is not None:
                raise TemplateInvalid(f"line {loop.lineno}: loops inside loops are not available in templates", part)
        written: str = _JINJA.from_string(tree).render(values)
    except TemplateSyntaxError as error:
        raise TemplateInvalid(f"line {error.lineno}: {error.message}", part) from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
        raise TemplateInvalid(str(error) or type(error).__name__, part) from error
    if not written.strip():
        raise TemplateInvalid("must not be empty", part)
    return written


def _tidy(body: str) -> str:
    lines = [line.rstrip() for line in body.strip().splitlines()]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])


def talking_points(points: Sequence[Point], language: str) -> list[str]:
    """The points as sentences. A peak of before points carried its hour says nothing: it was worded in German."""
    return [
        say(f"point.{point.kind}", language, label=point.label, count=point.count, hour=point.hour)
        for point in points
        if point.kind != "peak_time" or point.hour is not None
    ]


def date_in_words(at: datetime, language: str, zone: str) -> str:
    """A date as it is printed in mails, in the sender's time zone."""
    local = at.astimezone(ZoneInfo(zone))
    return long_day(local, language)


def with_demo_end(draft: Draft, ends_at: datetime | None, *, language: str, zone: str, must_print: bool) -> Draft:
    """The draft with the date in place; `must_print` adds a sentence with it to a body that does not mention it."""
    date = date_in_words(ends_at, language, zone) if ends_at else say("marker.demo_end", language)
    body = draft.body
    if must_print and DEMO_END not in body:
        body = f"{body}\n\n{say('footer.demo_end', language, date=date)}"
    return Draft(draft.subject.replace(DEMO_END, date), body.replace(DEMO_END, date))


def footer(*, language: str, basis: str, basis_date: str, sender: Sender, unsubscribe_link: str) -> str:
    """What every mail ends with: why it comes, how to object, who sends it and from where."""
    why = say(f"footer.{basis}", language, date=basis_date, sender=sender.shown)
    parts = [why]
    if basis != "enquiry":
        parts.append(say("footer.object", language))
    parts.append(say("footer.unsubscribe", language, link=unsubscribe_link))
    contact = [sender.email, sender.phone, sender.website]
    parts.append("\n".join([*sender.lines(), " · ".join(line for line in contact if line)]))
    return "\n".join(parts[:-1]) + "\n\n" + parts[-1]
