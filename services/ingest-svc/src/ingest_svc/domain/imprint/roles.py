"""What people are called in a company: offices that represent it, and positions."""

from __future__ import annotations

import re

from ingest_svc.domain.imprint.legal_forms import legal_form_of

_LEADS = (
    r"gesch(?:ä|ae)f(?:ts|st|t|s)f(?:ü|ue)hr(?:er(?:in(?:nen)?)?|ung|end\w*(?:\s+gesellschafter\w*)?)|gesch(?:ä|"
    r"ae)ftsinhaber(?:in)?|gesch(?:ä|ae)ftsleit(?:er(?:in)?|ung)|"
    r"gf\b|gesellschafter(?:in(?:nen)?)?|managing directors?|directors?|ceo|"
    r"(?:\d\.\s*)?vorstand(?:s?team|smitglied\w*|schaft|"
    r"svorsitzende\w*|ssprecher\w*)?|"
    r"(?:praxis|kanzlei|betriebs|firmen|laden|haupt)?-?inhaber(?:in(?:nen)?)?|inh\.|eigent(?:ü|"
    r"ue)mer(?:in(?:nen)?)?|owners?|proprietor|"
    r"p(?:ä|ae)chter(?:in)?|betreiber(?:in)?|verwaltungsrat\w*|founder|gründer(?:in)?|"
    r"(?:(?:\d\.|erste[rn]?|zweite[rn]?|stellv(?:\.|ertretende[rn]?)|1st|2nd)\s*)?(?:stellv\.?\s*)?vorsitzende[rn]?|"
    r"vorsitz\b|mitglieder\s+des\s+vorstands?\b|obmann|obfrau|(?:vize-?)?pr(?:ä|ae)sident(?:in)?|"
    r"kassenwart(?:in)?|kassier(?:er(?:in)?|in)?|kassenf(?:ü|ue)hrer(?:in)?|schatzmeister(?:in)?|schriftf(?:ü|"
    r"ue)hrer(?:in)?|sprecher(?:in)?(?= des vorstand)|"
    r"vertr(?:eten|\.)\s+(?:d\.\s?d\.|durch)|vertreter(?:in)?\b|vertretungsberechtigt\w*|"
    r"gesetzliche\w*\s+vertreter\w*|represented by"
)
_BEFORE = (
    r"(?:(?:gesetzlich\w*|vertretungsberechtigte?\w*,?|einzel\w*|alleinvertretungs\w*|allein\w*|gemeinsam|die|den|"
    r"der|das|dem|diese[rs]?|wiederum|durch|ist|sind|handels\w*|"
    r"gewerbe\w*|unser\w*|aktuelle\w*|neue\w*|und|als|ihre?n?|gf\.?|hier)\s+)*"
)
_BETWEEN = (
    r"(?:\s*/\s*-?in(?:nen)?\b|/innen|\*in(?:nen)?|:in(?:nen)?\b|\(in(?:nen)?\)|_in\b|\(en\)|\(r\)|\(er\)|\(n\)|/r\b)?"
    r"(?:\s*\((?:§|gem|nach|i\.\s?S|m/|w/)[^)]*\))?"
    r"(?:\s*(?:gem(?:äß|\.)|nach|laut|i\.\s?S\.\s?[dv]\.)\s*§\s*\d+(?:\s*Abs\.\s*\d+)?(?:\s*BGB)?)?"
)
_MORE = (
    r"(?:\s*(?:,|/|&|und|sowie|:)?\s*(?:(?:als|des|der|die|den|das)\s+)?"
    r"(?:vereins|person(?:en)?|personen|gesellschaft(?:er)?|§ 26 bgb|im sinne \S+|unternehmens|praxis|"
    r"besteht aus|(?:[^:,]{2,60} )?bestehend aus))?"
)
LABEL = re.compile(
    rf"^{_BEFORE}(?:{_LEADS}){_BETWEEN}{_MORE}(?:\s*(?:[/&,]|und|sowie)\s*{_BEFORE}(?:{_LEADS}){_BETWEEN})*",
    re.IGNORECASE,
)
"""An office that represents a company, at the start of a line; what follows names who holds it."""
INSIDE = re.compile(
    rf"(?:\b(?:vertreten\s+durch|vertretungsberechtigt\w*|{_LEADS})){_BETWEEN}\s*(?:(?:den|die|das|der|ist|sind|"
    rf"herrn?|frau|,)\s+)*"
    rf"(?:(?:{_LEADS}){_BETWEEN}\s*)*[:|]?\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
OFFICE = re.compile(rf"^(?:[\w./-]+\s)?{_BEFORE}(?:{_LEADS})\b", re.IGNORECASE)
"""An office behind a name (`Reto Baumann, Geschäftsführer`)."""
SUPERVISOR = re.compile(
    r"aufsichtsrat|beirat|kuratorium|datenschutz|prokur|redaktion|v\.\s?i\.\s?s\.\s?d\.\s?p|webmaster|jugendschutz",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"gesch(?:ä|ae)ft|inhaber|gesellschafter|leit(?:er|ung)|\bchef|chef(?:in)?\b|meister(?!schaft)|gesell|azubi|auszubild|lehrling|lernend|"
    r"praktikant|praktiker|werkstudent|"
    r"verk(?:ä|ae)uf|verkauf|vertrieb|sales|berat|service|b(?:ü|ue)ro\b|sekret|empfang|rezeption|assist|verwalt|"
    r"buchhalt|backoffice|office|"
    r"arzt|(?:ä|ae)rzt|therapeut|\bmfa\b|\bzfa\b|\btfa\b|fachangestellt|helfer|prophylaxe|anwalt|anw(?:ä|ae)lt|"
    r"notar|steuer|fachwirt|vorstand|vorsitz|"
    r"kassier|kassen|schatzm|schriftf|beisitz|wart(?:in)?\b|obmann|obfrau|pr(?:ä|ae)sident|jugend|trainer|(?:ü|"
    r"ue)bungsleit|dirigent|dozent|lehrer|"
    r"coach|fahrer|zentrale|disponent|dispo|monteur|techni(?:k|sch)|ingenieur|architekt|plan(?:er|ung)|design|"
    r"grafik|\btext|strategie|entwick|developer|"
    r"manage|consult|founder|gr(?:ü|ue)nder(?!pokal)|\bceo\b|\bcto\b|\bcfo\b|\bcoo\b|owner|teacher|support|projekt|bauleit|"
    r"vorarbeit|zimmer|tischler|schreiner|"
    r"\bk(?:o|ö)ch|k(?:ü|ue)che|stylist|fris(?:eu|ö)r|barber|kosmetik|p(?:ä|ae)dagog|erzieh|pfleg|hebamme|tier(?:ä|"
    r"ae)rzt|redakt|presse|marketing|"
    r"produktion|lager|logistik|einkauf|personal|\bhr\b|kurs|schul|beirat|mitglied(?!s?(?:typ|schaft|beitr|antrag))|betreu|ansprechpartner|bilanz|"
    r"mandat|sachbearbeit|\bwirt|"
    r"bedienung|g(?:ä|ae)rtner|verantwort|koordin|referent|expert|spezialist|fachkraft|fachfrau|fachmann|"
    r"partner(?:in)?\b|kaufm|kauffrau|kundendienst|"
    r"optiker|akustiker|psycholog|olog(?:e|in)\b|logop(?:ä|ae)d|heilpraktik|mechanik|mechatron|elektrik|installateur|spengler|"
    r"maler|lackier|"
    r"dachdeck|maurer|schlosser|metallbau|florist|b(?:ä|ae)cker|konditor|metzger|fotograf|musik|r(?:e|é)ception|"
    r"doctor|head of|lead\b|director|"
    r"vermiet|zust(?:ä|ae)ndig|abteilung|bereich|werkstatt|kanzlei|praxis|ausbilder|hausmeister|reinigung|fahrdienst|"
    r"spielleit|platzwart|zeugwart|"
    r"kommandant|seelsorg|pfarrer|k(?:ü|ue)ster|organist|sportlich|finanz|recht|(?-i:\bIT\b)|develop|content|"
    r"creation|administration|backend|frontend|webmaster|social media|"
    r"\b(?:amts|justiz|regierungs)(?:rat|rätin|inspekt)|\b(?:ober|haupt)?(?:inspektor|sekretär)|\bamt(?:mann|frau)\b|"
    r"ehrenamt|gesundheit|massage|stellv|öffentlichkeit|revisor|aktuar|organis|protokoll|archiv",
    re.IGNORECASE,
)
_NO_POSITION = re.compile(
    r"@|\(at\)|\d{4}|https?:|www\.|^(?:tätigkeit\w*|schwerpunkt\w*|sprachen|studium|tel|fon|telefon|fax|mobil|e-?mail|mail|t|m|f|durchwahl|phone|web|kontakt|"
    r"mehr|zum profil|profil|vita|weiterlesen)\b|"
    r"^[\W\d]+$|\bUhr\b|€|\bjetzt\b|[!?„“\"»]|\*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-ZÄÖÜ]{2}")
"""What stands in place of a picture: two letters of a name."""
_PLACE = re.compile(r"(?:straße|strasse|gasse|platz|allee)\b|str\. ?\d|^\d{4,5} ", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"\b(?:dipl|eidg|gepr|staatl|zert|stv|stellv|stellvertr|bzw|akad|allg|med|vet|kfm|techn|phil)\.\s", re.IGNORECASE
)
LONGEST_POSITION = 90


def names_position(text: str) -> bool:
    """Whether a text is surely what somebody is or does in a company."""
    return is_position(text) and _POSITION.search(text) is not None


def is_position(text: str) -> bool:
    """Whether a text beside a name may say what its bearer does: short, no sentence, no way to reach somebody."""
    plain = re.sub(r"^\W+", "", text).strip(" ,–-|•")
    if legal_form_of(plain) is not None or (_INITIALS.fullmatch(plain) and not _POSITION.search(plain)):
        return False
    if not 2 <= len(plain) <= LONGEST_POSITION or _NO_POSITION.search(plain):
        return False
    if re.search(r"\b\d{1,3}[a-z]?$", plain) or _PLACE.search(plain):
        return False
    plain = _ABBREVIATED.sub(" ", plain)
    words = plain.rstrip(".").split()
    return len(words) <= 12 and not re.search(r"[a-zäöüß]{3,}\.\s+[A-ZÄÖÜ]", plain) and not re.search(
        r"\b(?:ist|sind|war|hat|habe|bin|wir|ich|[Ss]ie|uns|Ihnen|unser\w*|seit|wurde|liebt|mag|the|is|has)\b", plain
    )  # fmt: skip
