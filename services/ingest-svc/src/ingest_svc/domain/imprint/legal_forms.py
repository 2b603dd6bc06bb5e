"""Legal forms of companies in Germany, Austria, Switzerland and their neighbours."""

from __future__ import annotations

import re

# Longer forms first: the first that matches is taken.
_FORMS: tuple[tuple[str, str], ...] = (
    ("GmbH & Co. KGaA", r"GmbH\s*&\s*Co\.?\s*KGaA"),
    ("GmbH & Co. KG", r"G(?:es\.?)?\s?m\.?b\.?H\.?\s*(?:&|und|u\.|\+)\s*Co\.?\s*KG|GmbH\s*&\s*CoKG"),
    ("GmbH & Co. OHG", r"GmbH\s*&\s*Co\.?\s*[oO]HG"),
    ("UG (haftungsbeschränkt) & Co. KG", r"UG\s*(?:\(haftungsbeschr(?:ä|ae)nkt\)\s*)?&\s*Co\.?\s*KG"),
    (
        "UG (haftungsbeschränkt)",
        r"UG\s*\(?\s*haftungsbeschr(?:(?:ä|ae)nkt|\.)\s*\)?|Unternehmergesellschaft(?:\s*\(haftungsbeschr(?:ä|ae)nkt\))?",
    ),
    ("AG & Co. KG", r"AG\s*&\s*Co\.?\s*KG"),
    ("gGmbH", r"gGmbH|gemeinnützige\s+(?:GmbH|Gesellschaft mit beschränkter Haftung)"),
    ("GmbH", r"GmbH|Ges\.?\s?m\.?\s?b\.?\s?H\.?|G\.m\.b\.H\.?|Gesellschaft mit beschränkter Haftung|mbH"),
    ("PartG mbB", r"Part(?:G|nerschaftsgesellschaft|nerschaft|GmbB)\s?(?:mbB|mit beschränkter Berufshaftung)|PartGmbB"),
    ("PartG", r"PartG|Partnerschaftsgesellschaft"),
    ("KGaA", r"KGaA"),
    ("AG", r"AG|Aktiengesellschaft"),
    ("SE", r"SE"),
    ("OHG", r"[oO]HG"),
    ("OG", r"OG"),
    ("KG", r"KG|Kommanditgesellschaft"),
    ("GbR", r"e?GbR|GdbR|Gesellschaft bürgerlichen Rechts"),
    ("GesbR", r"Gesn?bR"),
    ("e.K.", r"e\.\s?K(?:fm|fr|ffr)?\.|e\.\s?K\b|eK"),
    ("e.U.", r"e\.\s?U\."),
    ("e.V.", r"e\.\s?V\.?|eV|eingetragener Verein"),
    ("eG", r"e\.?\s?G\.?(?=\s|$|,)|eingetragene Genossenschaft|eGen"),
    ("Sàrl", r"S[àa]rl|S\.\s?[àa]\s?r\.\s?l\."),
    ("S.r.l.", r"S\.?\s?r\.?\s?l\.?"),
    ("S.p.A.", r"S\.\s?p\.\s?A\."),
    ("B.V.", r"B\.\s?V\."),
    ("SAS", r"SAS|S\.A\.S\."),
    ("s.r.o.", r"s\.\s?r\.\s?o\."),
    ("Sp. z o.o.", r"[Ss]p\.\s?z\s?o\.\s?o\."),
    ("d.o.o.", r"d\.\s?o\.\s?o\."),
    ("ApS", r"ApS"),
    ("Ltd.", r"Ltd\.?|Limited"),
    ("Inc.", r"Inc\."),
    ("UG", r"UG"),
)
_PATTERNS = [(name, re.compile(rf"(?<![\w.&])(?:{pattern})(?![\w])")) for name, pattern in _FORMS]
_ANY = re.compile("|".join(rf"(?<![\w.])(?:{pattern})(?![\w])" for _, pattern in _FORMS))
_COMPANIONS = re.compile(r"\s*(?:&|und|\+|u\.)\s*(?:Co\.?|Cie\.?)\s*$")
GERMAN_ONLY = frozenset(
    {"UG (haftungsbeschränkt)", "UG", "e.K.", "e.V.", "GbR", "PartG", "PartG mbB", "gGmbH", "eG", "GmbH & Co. OHG",
     "OHG", "UG (haftungsbeschränkt) & Co. KG"}
)  # fmt: skip
"""Forms that Austria and Switzerland do not have, or write otherwise."""
AUSTRIAN_ONLY = frozenset({"e.U.", "OG", "GesbR"})
OWNED = ("e.K.", "e.U.", "GbR")
"""Legal forms whose owners answer themselves."""


def legal_form_of(name: str) -> str | None:
    """The legal form in a company's name."""
    for form, pattern in _PATTERNS:
        if pattern.search(name):
            return form
    return None


def without_legal_form(name: str) -> str:
    """A company's name as people say it: `Radwerk Nordlicht GmbH` is `Radwerk Nordlicht`."""
    return _COMPANIONS.sub("", " ".join(_ANY.sub(" ", name).split())).strip(" ,&-–()")


def ends_with_legal_form(name: str) -> bool:
    """Whether nothing stands behind the legal form, as in registers."""
    last = None
    for match in _ANY.finditer(name):
        last = match
    return last is not None and not name[last.end() :].strip(" .,)")


def up_to_legal_form(name: str) -> str:
    """A name without what stands behind its legal form (`Weitblick GbR Ada Moor und Eva Lind`); nothing without one."""
    match = _ANY.search(name)
    return name[: match.end()].strip() if match is not None and match.start() > 0 else ""
