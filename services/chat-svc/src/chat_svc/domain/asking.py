"""Two things that are asked in many words: whether a human answers, and when the company is open.

A clause asks one of them when *all* its words can belong to that question, not when one of them stands somewhere in
it. So "Ist das der Preis pro Person?" asks for no human, and "Sind noch Stellen offen?" for no hours: *Preis* and
*Stellen* have no place there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_](?=\.))?")
_SENTENCE = re.compile(r"(?<=[.!?;\n])(?<!\d\.)\s+|\n+")
_CLAUSE = re.compile(r"[,;:–]\s*|\s+(?:oder|or|aber|but)\s+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEINGS = _words("""
    mensch menschen menschlich menschlicher menschliche menschlichen person personen mitarbeiter mitarbeiterin
    mitarbeiterinnen berater beraterin kollege kollegin jemand jemanden jemandem bot bots chatbot chatbots roboter
    robot robots ki ai ais maschine maschinen computer computern computerprogramm programm software automat
    automaten intelligenz chatgpt gpt sprachmodell llm algorithmus assistent assistentin human humans people machine
    machines program someone somebody anyone anybody mann frau
""")
_REAL = _words("echt real lebendig menschlich künstlich virtuell")
"""Said of the one who answers they ask it too, said of anything else (*Ist das echt?*) they do not."""
_AUTOMATIC = _words("""
    automatisch automatische automatischer automatisches automatisiert automatisierter automatisierte automated
    automatic automatically
""")
_ADDRESSED = _words("""
    du sie ihr ich mir hier da dahinter dran das dies chat ende wem you u i this here there it me
""")
_YOU = _words("du sie ihr you u")
_IN_TALK = _words("""
    hier chat antworten antwortet antwortest antwort beantworten beantwortet schreiben schreibt schreibst mir
    answering replying answer
""")
_AROUND_BOTH = _words("aber also nun ja nein na hm ähm bitte please sorry entschuldigung entschuldigen but so well")
_AROUND_HUMANS = _AROUND_BOTH | _words("""
    bist bin sind seid ist ists sei wäre sprech spreche rede red chatte chatten schreib schreibe schreiben schreibst
    schreibt sprichst spricht redest tippe tippt unterhalte kommuniziere habe hab zu tun verbunden antworte
    antwortet antworten antwortest antwort beantwortet beantworten zurück sitzt sitzen steckt steht handelt werde
    werd wird beraten bedient betreut besetzt gerade grad jetzt eigentlich wirklich tatsächlich denn etwa nur bloß
    anderen am im in mit von ein eine einen einem einer eines n ne nem ner nen und oder doch bestimmt wohl sicher
    sicherlich vielleicht kein keine keinen keinem keiner überhaupt so es sich um bei dieser dieses diesem diese mal
    ehrlich noch auch schon wer glaube glaub vermute denke ob dass daß richtig richtige richtiger richtigen
    richtiges echte echter echten echtes reale realer realen lebendige lebendiger lebendigen lebender lebende
    virtuelle virtueller digitale digitaler digital künstliche künstlichen künstlicher leitung man redet spricht
    team ihrem eurem eurer aus werk are is am r a an that to with or and talking speaking chatting writing texting
    real actual live really actually just like some kind sort of answering replying answer s m re who on end other
    hey do talk speak being
""")
_BESIDE_HUMANS = _words("der die arbeitest arbeiten firma wissen sagen that which")
_HUMAN_WORDS = _BEINGS | _REAL | _AUTOMATIC | _ADDRESSED | _AROUND_HUMANS
_ALONE = _words("mensch bot chatbot roboter ki robot human ai")
_WHO = re.compile(
    r"wer (?:bist du|sind sie|seid ihr|ist da|ist das|ist hier|(?:antwortet|schreibt|spricht|sitzt)(?: da| hier| mir)*)"
    r"|(?:mit|von) wem (?:spreche|rede|chatte|schreibe|habe|hab|werde) ich(?: \w+)??"
    r"(?: zu tun| beraten| das vergnügen)?"
    r"|wie (?:heißt du|heißen sie|ist (?:dein|ihr) name)"
    r"|who (?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with))"
)
_IN_BETWEEN = re.compile(r"\b(?:eigentlich|denn|hier|gerade|da|überhaupt|jetzt|es|genau|actually|even)\b ?")
_LINES_OF_CHAT = re.compile(r"\b(?:der|dem|den|the) (?=chat\b|leitung\b|ende\b|anderen ende\b|other end\b)")

_HOURS_NOUN = re.compile(
    r"(?:\w*(?:öffnung|oeffnung|geschäft|geschaeft|sprech|büro|laden|ordination|schalter|betrieb|verkauf)s?"
    r"(?:zeit|zeiten|stunde|stunden))|ruhetage?|opening|business|office"
)
_STATES = _words("""
    offen geöffnet geoeffnet auf aufgemacht zu geschlossen zugemacht aufhaben aufhabt aufmacht aufmachen zumacht
    zumachen feierabend öffnen öffnet schließen schließt schliessen schliesst open close closed opens closes ruhetag
""")
_PRESENCE = _words("da arbeiten arbeitet")
_VISIT = _words("vorbeikommen kommen reinkommen vorbeischauen besuchen")
_VISITOR = _words("ich man wir i we")
_WHEN = _words("""
    wann heute morgen morgens übermorgen jetzt gerade lange uhr wochenende wochenenden werktags täglich tag tage
    abend abends früh mittag mittags vormittag vormittags nachmittag nachmittags nachts feiertag feiertage
    feiertagen feiertags spät heiligabend silvester weihnachten ostern neujahr pfingsten karfreitag ostermontag
    pfingstmontag brückentag woche montag montags dienstag dienstags mittwoch mittwochs donnerstag donnerstags
    freitag freitags samstag samstags sonnabend sonnabends sonntag sonntags januar februar märz april mai juni juli
    august september oktober november dezember mo di mi do fr sa so when today tomorrow now late long weekend
    weekends holiday holidays evening morning monday mondays tuesday tuesdays wednesday wednesdays thursday
    thursdays friday fridays saturday saturdays sunday sundays christmas easter time
""")
_AROUND_HOURS = _AROUND_BOTH | _words("""
    sie ihr du wir man ich haben habt hat hast hättet hätten sind seid ist machen macht machst kann könnt können
    könnten könntet darf mir mal sagen bitte wie was welche welchen welcher ihre eure deine die der den dem denn
    eigentlich auch immer überhaupt noch schon nur wieder jemand es zeiten zeit viel genau normalerweise regulär
    wissen ob und oder bei euch ihnen dass wenn vor ort hier bis ab von um am an im in über zum zur gegen zwischen
    jeden jede nächste nächsten nächster diese dieser diesen kommenden kommende laden geschäft büro praxis werkstatt
    filiale shop store restaurant café cafe lokal studio salon markt hofladen ausstellung showroom kanzlei firma
    betrieb gibt aktuell aktuellen are you is it the shop office what do your hours times on at still currently
    until till how does a am pm s re can please tell me and or
""")
_HOURS_WORDS = _STATES | _PRESENCE | _VISIT | _WHEN | _AROUND_HOURS


def sentences(text: str) -> list[str]:
    """The text's sentences, none empty."""
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def clauses(sentence: str) -> list[str]:
    """What commas and *oder* set apart, none empty."""
    return [one for one in _CLAUSE.split(sentence) if one.strip(" .!?")]


def whether_human(clause: str) -> bool:
    """Whether a clause, or a sentence of such clauses, asks if a human answers, or who does."""
    plain = _LINES_OF_CHAT.sub("", " ".join(_WORD.findall(clause.lower().replace("k.i.", "ki"))))
    words = plain.split()
    if not words or len(words) > 25:
        return False
    if words[0] in _ALONE and len(words) == 1:
        return True
    if _WHO.fullmatch(_IN_BETWEEN.sub("", plain).strip()) or _WHO.fullmatch(plain):
        return True
    known = [word for word in words if word in _HUMAN_WORDS]
    strange = [word for word in words if word not in _HUMAN_WORDS]
    if len(strange) > 1:
        return False
    beings = {word for word in known if word in _BEINGS}
    if strange:
        if _misspelt_being(strange[0]):
            beings.add(strange[0])
        elif not _letters_swapped(strange[0]):
            return False
    named = set(known)
    if beings and (named & _ADDRESSED or (named & {"oder", "or"} and len(beings) > 1)):
        return True
    return bool((named & _REAL and named & _YOU) or (named & _AUTOMATIC and named & _IN_TALK))


def could_belong(clause: str) -> bool:
    """Whether a clause beside such a question may belong to it: `eine KI, die hier antwortet`."""
    return all(word in _HUMAN_WORDS | _BESIDE_HUMANS for word in _WORD.findall(clause.lower()))


def when_open(sentence: str) -> bool:
    """Whether a sentence asks when the company is open."""
    words = _WORD.findall(sentence.lower())
    strange = [word for word in words if word not in _HOURS_WORDS and not word.isdigit()]
    if any(_HOURS_NOUN.fullmatch(word) or _close(word, ("öffnungszeiten",)) for word in words):
        english = {"opening", "business", "office"} & set(words)
        meant = not english or {"hours", "times", "time"} & set(words)
        strange = [word for word in strange if not _HOURS_NOUN.fullmatch(word)]
        return bool(meant) and len(strange) <= 1
    if strange:
        return False
    said = set(words)
    if said & _WHEN and (said & _PRESENCE or (said & _VISIT and said & _VISITOR)):
        return True
    return bool(said & (_STATES - {"auf", "zu"})) or (len(said) > 1 and words[-1] in {"auf", "zu"})


def _misspelt_being(word: str) -> bool:
    return _close(word, tuple(_BEINGS))


def _close(word: str, known: Sequence[str]) -> bool:
    """Whether a word is one of the known ones with about one wrong letter."""
    return len(word) >= 5 and any(
        abs(len(word) - len(one)) <= 1 and len(one) >= 5 and SequenceMatcher(None, word, one).ratio() >= 0.8
        for one in known
    )


def _letters_swapped(word: str) -> bool:
    return len(word) >= 3 and any(sorted(word) == sorted(one) for one in _AROUND_HUMANS)
