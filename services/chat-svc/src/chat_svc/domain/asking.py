"""Two things that are asked in many words: whether a human answers, and when the company is open.

A clause asks one of them when *all* its words can belong to that question, not when one of them stands somewhere in
it. So "Ist das der Preis pro Person?" asks for no human, and "Sind noch Stellen offen?" for no hours: *Preis* and
*Stellen* have no place there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from chat_svc.domain.dates import with_numbers, without_dates
from chat_svc.domain.feasts import without_feasts

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_](?=\.))?")
_SENTENCE = re.compile(r"(?<=[.!?;\n])(?<!\d\.)\s+|\n+")
_CLAUSE = re.compile(r"[,;:–]\s*|\s+(?:oder|or|aber|but)\s+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEINGS = _words("""
    computerstimme mensch menschen menschlich menschlicher menschliche menschlichen person personen mitarbeiter
    mitarbeiterin mitarbeiterinnen berater beraterin kollege kollegin jemand jemanden jemandem bot bots chatbot
    chatbots roboter robot robots ki ai ais maschine maschinen computer computern computerprogramm programm software
    automat automaten intelligenz chatgpt gpt sprachmodell llm algorithmus assistent assistentin human humans people
    machine machines program someone somebody anyone anybody mann frau leute leuten kundenberater kundenberaterin
    agent kis
""")
_REAL = _words("programmiert echt real lebendig menschlich künstlich virtuell artificial")
"""Said of the one who answers they ask it too, said of anything else (*Ist das echt?*) they do not."""
_AUTOMATIC = _words("""
    automatisch automatische automatischer automatisches automatisiert automatisierter automatisierte automated
    automatic automatically
""")
_ADDRESSED = _words("""
    chatfenster du sie ihr ich mir hier da dahinter dran das dies chat ende wem you u i this here there it me bist
    biste
""")
_YOU = _words("du sie ihr you u bist")
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
    virtuelle virtueller digitale digitaler digital künstliche künstlichen künstlicher leitung biste gelandet hinter
    gestützt basiert läuft hat geschrieben verfasst erstellt generiert getippt man redet spricht team ihrem eurem
    eurer aus werk are is am r a an that to with or and talking speaking chatting writing texting real actual live
    really actually just like some kind sort of answering replying answer s m re who on end other hey talk speak
    being behind stehe kontakt mich liest lesen mitlesen selbst klingst wirkst wie euer reading diesen
""")
_BESIDE_HUMANS = _words("der die arbeitest arbeiten firma wissen sagen that which")
_HUMAN_WORDS = _BEINGS | _REAL | _AUTOMATIC | _ADDRESSED | _AROUND_HUMANS
_ALONE = _words("mensch bot chatbot roboter ki robot human ai")
_WHO = re.compile(
    r"was (?:bist du|sind sie)"
    r"|wer (?:bist du|sind sie|seid ihr|ist da|ist das|ist hier|ist am anderen ende"
    r"|(?:antwortet|schreibt|spricht|sitzt)(?: da| hier| mir)*)"
    r"|(?:mit|von) wem (?:spreche|rede|chatte|schreibe|habe|hab|werde|bin) ich(?: \w+)??"
    r"(?: verbunden| zu tun| beraten| das vergnügen)?"
    r"|wer steckt (?:dahinter|hinter (?:diesem chat|chat|dem chat|dir))"
    r"|wie (?:heißt du|heißen sie|ist (?:dein|ihr) name)"
    r"|did an? (?:real |actual )?\w+ write this|who (?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with))"
)
_IN_BETWEEN = re.compile(r"\b(?:eigentlich|denn|hier|gerade|da|überhaupt|jetzt|es|genau|actually|even)\b ?")
_OF_THE_TALK = re.compile(
    r"\b(?:der|dem|den|the) (?=chat\b|leitung\b|ende\b|anderen ende\b|other end\b)"
    r"|\bdo (?=i (?:talk|speak|chat)\b)|\b(?:kommen|stammen) (?:die|deine|ihre|eure) (?=antworten\b)"
)
"""What points at the conversation, and not at a thing of the company's."""
_YOU_ARE = re.compile(
    r"(?:bist du|biste|sind sie|seid ihr|are you)(?: (?:auch|denn|eigentlich|wirklich|etwa|nur|just|really|actually))*"
    r" (?:ein|eine|n|ne|a|an)(?: (?:echte|richtige|reale|lebende|künstliche|actual|real)[rns]?)*"
    r" (?:mensch|person|mitarbeiter|mitarbeiterin|bot|chatbot|roboter|ki|maschine|computer|human|robot|ai)"
    r"(?: (?:aus|der|die|oder|mit|und|hier|who|that|or|and|with) .*)?"
)
_SOMEBODY = (
    r"(?:menschen?|menschlich\w*|chatbots?|bots?|roboter|ki|kis|künstliche\w* intelligenz|maschinen?|computern?"
    r"|automaten?"
    r"|(?:echte|reale|richtige|lebende)[nrsm]? (?:personen?|leuten?|mitarbeiter\w*|\w*berater\w*)|jemand echtes"
    r"|humans?|robots?|ai|(?:real|live|actual) (?:person|people|agent))"
)
_TO_ME = (
    r"(?:\bbist du|\bbiste?|\bdu (?:bist|klingst|wirkst)|\b(?:sind sie|sie sind|seid ihr|ihr seid)"
    r"(?: (?:auch|denn|doch|eigentlich|wirklich|etwa|nur|wohl|bestimmt|hier|jetzt|überhaupt))* (?:echte?r?|k?eine?|ne?)"
    r"|\b(?:rede|red|spreche|sprech|chatte|schreibe|schreib|unterhalte|kommuniziere|stehe)"
    r" (?:ich|man|hier|doch)"
    r"|\bich (?:rede|spreche|chatte|schreibe|unterhalte)|\bbin ich (?:\w+ ){0,3}(?:mit|bei)"
    r"|\bwerd(?:e)? ich (?:\w+ ){0,2}(?:von|durch)|\bantwort\w* (?:\w+ ){0,2}von"
    r"|\b(?:liest|antwortet|schreibt|sitzt|tippt|spricht|reagiert) (?:\w+ ){0,2}(?:hier|da|mir|man|mit)"
    r"|\bare you (?:an?|even|really|just)|\bam i (?:talking|speaking|chatting|texting|writing)|\btalking to)"
)
_ANSWERS = r"(?:antwort\w*|beantwortet|gelesen|geschrieben|betreut)"
_MAY_ASK = re.compile(
    rf"{_TO_ME}\b(?: \S+){{0,5}}? {_SOMEBODY}\b(?!-)"
    r"|\b(?:rede|spreche|chatte|schreibe) ich\b(?: \S+){0,4}? jemand(?:em|en)?\b"
    r"|\byou(?:['’]re| are)(?: \w+){0,2} (?:human|bot|ai|robot)\b"
    rf"|\b(?:von|durch)(?: \w+){{0,2}} {_SOMEBODY}(?: \w+)? {_ANSWERS}\b"
    rf"|\b(?:automatisch|automatisiert|maschinell) {_ANSWERS}\b",
    re.IGNORECASE,
)
_WROTE = _words("geschrieben verfasst erstellt generiert getippt")

_HOURS_NOUN = re.compile(
    r"(?:\w*(?:öffnung|oeffnung|geschäft|geschaeft|sprech|büro|laden|ordination|schalter|betrieb|verkauf)s?"
    r"(?:zeit|zeiten|stunde|stunden))|ruhetage?|mittagspausen?|opening|business|office"
)
_PLACES = _words("""
    laden geschäft büro praxis werkstatt filiale restaurant café cafe lokal studio salon markt hofladen ausstellung
    showroom kanzlei firma betrieb shop store office apotheke bäckerei metzgerei fleischerei konditorei gärtnerei
    buchhandlung bibliothek bücherei museum galerie hotel gasthaus gasthof wirtshaus pizzeria
    imbiss eisdiele weingut brauerei freibad zoo tierpark tankstelle baumarkt friseur
    ordination sekretariat
""")
_THE_PLACE = re.compile(rf"\bdas (?=(?:{'|'.join(sorted(_PLACES))})\b)")
_STATES = _words("""
    offen geöffnet geoeffnet auf aufgemacht zu geschlossen zugemacht aufhaben aufhabt aufmacht aufmachen zumacht
    zumachen feierabend öffnen öffnet aufsperren aufsperrt zusperren zusperrt schließen schließt schliessen
    schliesst open close closed opens closes ruhetag
""")
_PRESENCE = _words("da arbeiten arbeitet erreichbar besetzt")
_VISIT = _words("vorbeikommen kommen reinkommen vorbeischauen besuchen")
_VISITOR = _words("ich man wir i we")
_WHEN = _words("""
    wann heute morgen morgens übermorgen jetzt gerade lange uhr wochenende wochenenden werktags täglich tag tage abend
    abends früh mittag mittags vormittag vormittags nachmittag nachmittags nachts feiertag feiertage feiertagen
    feiertags mittagszeit heut spät nationalfeiertag staatsfeiertag brückentag woche wochen tagen montag montags
    dienstag dienstags mittwoch mittwochs donnerstag donnerstags freitag freitags samstag samstags sonnabend
    sonnabends sonntag sonntags sonntog somstog heit jänner feber januar februar märz april mai juni juli august
    september oktober november dezember mo
    di mi do fr sa so when today tomorrow now late long weekend weekends holiday holidays evening morning noon monday
    mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays
    time jan feb apr jun jul aug sep sept oct okt nov dec dez
""")
_AROUND_HOURS = _AROUND_BOTH | _words("""
    sie ihr du wir man ich haben habt hat hast hättet hätten sind seid ist machen macht machst sperren sperrt kann
    könnt können könnten könntet darf mir mal sagen bitte wie was welche welchen welcher ihre eure deine die der den
    dem denn eigentlich auch immer überhaupt noch schon nur wieder jemand es zeiten zeit viel genau normalerweise
    regulär vom wissen ob und oder bei euch ihnen dass wenn vor ort hier bis ab von um am an im in über zum zur gegen
    zwischen nach jeden jede nächste nächsten nächster diese dieser diesen kommenden kommende gibt aktuell aktuellen
    are you is it the what do your hours times on at still currently until till how does a pm s re can please tell me
    and or right for lunch durchgehend einer zwei drei vier übernächsten wieviel habts hobts habs hams seids ham
    gibts gehts
""")
_HOURS_WORDS = _PLACES | _STATES | _PRESENCE | _VISIT | _WHEN | _AROUND_HOURS


_DAY_AND_PART = re.compile(
    r"\b(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(vormittag|nachmittag|mittag|abend|morgen|nacht|früh)(s?)\b",
    re.IGNORECASE,
)


def day_and_part(text: str) -> str:
    """The text with parts of a day as words of their own: *am Freitagnachmittag* is *am Freitag nachmittag*."""
    return _DAY_AND_PART.sub(r"\1 \2\3", text)


def _with_umlauts(word: str) -> str:
    """The word as it is known, where it was typed without umlauts: *koennt* is *könnt*."""
    typed = word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    return typed if word not in _HOURS_WORDS and typed in _HOURS_WORDS else word


def _words_about_days(text: str) -> list[str]:
    return [_with_umlauts(word) for word in _WORD.findall(_plain_days(text))]


def _plain_days(text: str) -> str:
    """In small letters, with *Feiertag* for every feast and date."""
    return without_dates(with_numbers(without_feasts(day_and_part(text.lower()), " feiertag ")), " feiertag ")


_POSSIBLE = _words("geht ginge ginges das dies passt passen möglich auch denn dann und oder what about how works")
_NO_TIME = _words("wann lange jetzt gerade zeit tag tage spät früh when now late long")
"""Words around a time that are none."""


def sentences(text: str) -> list[str]:
    """The text's sentences, none empty."""
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def clauses(sentence: str) -> list[str]:
    """What commas and *oder* set apart, none empty."""
    return [one for one in _CLAUSE.split(sentence) if one.strip(" .!?")]


def whether_human(clause: str) -> bool:
    """Whether a clause, or a sentence of such clauses, asks if a human answers, or who does."""
    plain = _OF_THE_TALK.sub("", " ".join(_WORD.findall(clause.lower().replace("k.i.", "ki"))))
    words = plain.split()
    if not words or len(words) > 25:
        return False
    if words[0] in _ALONE and len(words) == 1:
        return True
    if _WHO.fullmatch(_IN_BETWEEN.sub("", plain).strip()) or _WHO.fullmatch(plain):
        return True
    if _YOU_ARE.fullmatch(plain):
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
    if "hat" in named and not named & _WROTE:
        return False
    if beings and (named & (_ADDRESSED | {"antworten", "that"}) or (named & {"oder", "or"} and len(beings) > 1)):
        return True
    return bool((named & _REAL and named & _YOU) or (named & _AUTOMATIC and named & _IN_TALK))


def may_ask_for_human(text: str) -> bool:
    """Whether a text may ask if a human answers, in words that are not all known.

    Found too often it costs a sentence in front of the answer, found too seldom a duty: Art. 50 (1) AI Act.
    """
    return _MAY_ASK.search(text) is not None


def could_belong(clause: str) -> bool:
    """Whether a clause beside such a question may belong to it: `eine KI, die hier antwortet`."""
    return all(word in _HUMAN_WORDS | _BESIDE_HUMANS for word in _WORD.findall(clause.lower()))


def when_open(sentence: str) -> bool:
    """Whether a sentence asks when the company is open."""
    words = _words_about_days(_THE_PLACE.sub("", sentence.lower()))
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


def only_when(sentence: str) -> bool:
    """Whether a sentence names a day or a time and nothing else: *Und am Samstag?*, *Geht das auch nach 18 Uhr?*"""
    words = _words_about_days(sentence)
    known = _HOURS_WORDS | _POSSIBLE
    named = any(word in _WHEN - _NO_TIME for word in words) or any(letter.isdigit() for letter in sentence)
    return named and all(word in known or word.isdigit() for word in words)


def _misspelt_being(word: str) -> bool:
    return word not in _HOURS_WORDS and _close(word, tuple(_BEINGS))


def _close(word: str, known: Sequence[str]) -> bool:
    """Whether a word is one of the known ones with about one wrong letter."""
    return len(word) >= 5 and any(
        abs(len(word) - len(one)) <= 1 and len(one) >= 5 and SequenceMatcher(None, word, one).ratio() >= 0.8
        for one in known
    )


def _letters_swapped(word: str) -> bool:
    return len(word) >= 3 and any(sorted(word) == sorted(one) for one in _AROUND_HUMANS)
