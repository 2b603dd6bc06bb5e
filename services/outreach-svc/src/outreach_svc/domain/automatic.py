"""Whether a person or a machine wrote a mail: absence notes, receipts and reports are no answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REPLY = re.compile(r"(?:aw|antw|re|sv|wg|fwd?|tr|odp|r|vs)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
"""What mail programs put in front of a subject that a person answers or forwards."""
_LABEL = r"(?:\s*[:(\[*|!]|\s+[-–—]\s|\s*$|\s*\.\s*$|\s+(?:re|aw)\s*:)"
"""What stands behind a name that is a label: the subject that was answered, or nothing."""
_TIME = r"(?:\s+(?:bis|vom|ab|wegen|von|until|till|from|through)\b|\s+am \d)"
_MAIL = r"anfragen?|nachricht(?:en)?|e-?mails?|mails?|schreiben|anliegen|mitteilung|kontaktanfrage"
_MORE_MAIL = rf"{_MAIL}|kontaktaufnahme|bestellung"
_WHO = (
    r"(?:(?!(?:sie|ihre?n?|du|dein|your?)\b)(?:ich|wir|i|we|(?:unsere?r?s?|die|das|der|mein|meine|our|the) [\w.-]+"
    r"|(?:herr|frau|mr|ms|mrs)\.? [\w.-]+"
    r"|[\w.-]+(?: [\w.-]+)?) )?"
)
_IS = r"(?:(?:bin|sind|ist|bleib\w+|befinden?|mache?n?|haben?|am|are|is) )?(?:(?:mich|uns|sich) )?"
_FOR_NOW = (
    r"(?:(?:derzeit|zurzeit|zur zeit|momentan|aktuell|gerade|leider|heute|nun|jetzt|noch|diese woche|currently|now"
    r"|im moment|wegen \w+|mittwochs|krankheitsbedingt|urlaubsbedingt|(?:bis|ab)(?: zum| einschließlich)? \S+"
    r"|vom \S+ bis(?: zum)? \S+|am \d\S*)[ ,]+){0,4}"
)
_AWAY = (
    r"(?:nicht (?:im (?:büro|haus|dienst)|am (?:arbeits)?platz|erreichbar(?! auf)|da\b)"
    r"|(?:in|im|auf) (?:der |den |meinem |unserem )?(?:elternzeit|mutterschutz|(?:betriebs|jahres)?urlaub|ferien"
    r"|betriebsferien|krankenstand|dienstreise|geschäftsreise)\b(?! (?:und|aber|gern))"
    r"|(?:außer|ausser) haus\b|abwesend\b|verreist\b"
    r"|(?:out of|away from) (?:the |my )?(?:office|desk)|on (?:[a-z]+ )?(?:vacation|leave|holidays?)(?: until| till|$)"
    r"|nicht mehr (?:im unternehmen|in (?:unserem|der|diesem)|bei |für |tätig|aktiv)"
    r"|no longer (?:with|working|at|in use))"
)
_AWAY_NAMES = (
    r"(?:(?:betriebs|weihnachts|sommer|winter|herbst|oster|pfingst|jahres)?(?:urlaub|ferien|pause)|betriebsruhe"
    r"|abwesenheit|abwesend|(?:momentan|derzeit|zurzeit|krankheitsbedingt|urlaubsbedingt) abwesend|elternzeit"
    r"|mutterschutz|mutterschaftsurlaub|krank(?:gemeldet|heit)?|krankenstand|(?:außer|ausser) haus"
    r"|nicht im (?:büro|haus)"
    r"|(?:annual|maternity|parental|paternity|sick) leave|on leave|vacation|holidays?|ooo|oof"
    r"|absence|absente?|assenza|fuori (?:sede|ufficio)|afwezig(?:heid)?|ausente)"
)
_MACHINES = (
    # named as what it is: absence, automatic answers
    r"(?:abwesenheits|urlaubs|ferien|krankheits)-?(?:notiz|nachricht|meldung|info|information|assistent|benachrichtigung"
    r"|mitteilung|hinweis|abwesenheit)\b",
    rf"{_AWAY_NAMES}(?={_LABEL}|{_TIME})",
    r"(?:vacation|holiday|absence|out[ -]of[ -]office) (?:reply|notice|message|response|notification|note)\b",
    r"absence du bureau|assenza dall",
    r"(?:automatische|automatisierte|autom\.|automatic|automated)[nrs]?\s+"
    r"(?:abwesenheit|benachrichtigung|(?:rück|empfangs|eingangs)\w+|reply|response)",
    r"(?:automatische|automatisierte|autom\.)\s+(?:e-?mail-?)?antwort"
    rf"(?={_LABEL}|\s*[:\-–—]|\s+(?:auf\s+)?(?:ihre|deine|eure)\b)",
    r"automatisch (?:generierte|erstellte|erzeugte|versendete|versandte)[rs]? (?:e-?mail|nachricht|mail|antwort)",
    r"(?:dies ist|das ist|this is) (?:eine |an? )?(?:automati\w+|auto-?generated)\b",
    rf"antwort automatisch(?={_LABEL})",
    rf"auto[ -]?(?:reply|response|responder|antwort)\b|auto\s*:|ooo\s*(?={_LABEL})",
    r"réponse automatique|risposta automatica|respuesta automática|automatisch antwoord|resposta automática"
    r"|automatyczna odpowiedź|automatisk svar|automaattinen vastaus|automatická odpověď|otomatik yanıt",
    # said in a sentence
    rf"{_WHO}{_IS}{_FOR_NOW}{_AWAY}",
    r"i['’]m (?:currently |now )?(?:out of|away|on (?:[a-z]+ )?(?:vacation|leave|holiday))",
    r"i am (?:currently |now )?(?:out of|away|on (?:vacation|leave))",
    r"diese (?:e-?mail-?)?(?:adresse|mailbox|postfach) (?:wird|ist) nicht\b",
    r"je suis (?:actuellement )?absente?",
    rf"(?:wir|ich) (?:haben|habe|machen|mache) {_FOR_NOW}(?:betriebs)?(?:urlaub|ferien)\b(?! (?:und|aber|gern))",
    rf"(?:(?:unsere?|die|das|der) )?(?:büro|praxis|betrieb|laden|kanzlei|geschäft|ordination|werkstatt|firma) "
    rf"(?:ist |bleibt )?{_FOR_NOW}geschlossen\b",
    # receipts
    r"(?:eingangs|empfangs|lese)bestätigung|bestätigung (?:des eingangs|über den eingang)",
    rf"bestätigung (?:ihrer|deiner|der) (?:{_MORE_MAIL})\b",
    r"(?:nicht )?gelesen\s*:|(?:not )?read\s*:|read receipt|delivery receipt",
    rf"(?:\[[^\]]*\]\s*)?(?:ihre?|deine?|eure) (?:{_MORE_MAIL})\b.*"
    r"\b(?:eingegangen|eingetroffen|angekommen|erhalten|empfangen|bearbeitung|bearbeitet|registriert|erfasst|aufgenommen)",
    rf"wir haben (?:ihre|deine) (?:{_MORE_MAIL})\b.*\berhalten",
    rf"(?:vielen |herzlichen )?danke? für (?:ihre|deine) (?:{_MORE_MAIL})(?: (?:bei|an) .{{1,60}})?\s*[.!]*$",
    r"(?:thank you|thanks) for (?:your (?:message|e-?mail|enquiry|inquiry|request)|contacting \S+|reaching out"
    r"|getting in touch)\s*[.!]*$",
    r"(?:we|your) (?:have )?(?:received|request|message|e-?mail)\b.*\b(?:request|received|registered|message)\b",
    r"(?:request|message|enquiry|inquiry|e-?mail) received\b",
    r"(?:(?:ihr|dein|your) )?(?:ticket|case|vorgang)\s*#?[^\]]*\].*\b(?:eingegangen|erhalten|received|opened|erstellt)",
    r"(?:(?:ihr|dein|your|neues) )?(?:ticket|case|vorgang)\s*(?:#|nr\.?|id:?)?\s*\d\S*\s+(?:wurde|ist|has been|was)\b",
    r"\[[^\]]*(?:ticket|case|vorgang|request|support|#)[^\]]*\]\s*(?:neue |new )(?:anfrage|request|ticket)\b",
    # reports of mail systems
    r"undeliver(?:ed|able)\b|unzustellbar|mail delivery (?:failed|failure|subsystem)|delivery status notification"
    r"|returned mail|failure notice|mail system error",
)
_OCCASION = r"(?:frohe weihnachten|frohe festtage|schöne feiertage|schöne ferien|merry christmas|happy holidays)\W+"
_MACHINE = re.compile(
    rf"[\[*\s]*(?:(?:wichtig|hinweis|info|achtung|notiz|teilzeit)\s*[:!]\s*|{_OCCASION})?(?:{'|'.join(_MACHINES)})",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_FLAGS = (
    *("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress", "x-autogenerated"),
    *("x-vacation", "x-otrs-loop"),
)
_MARKS = (
    *("list-id", "x-fc-machinegenerated", "x-mail-autoreply", "x-amz-auto-reply", "x-autoreply-from", "feedback-type"),
    *("x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source"),
)
_PROGRAM = re.compile(r"auto-?(?:repl|respon)|vacation", re.IGNORECASE)
_NAMED_BY_PROGRAM = ("x-mailer", "x-post-messageclass", "delivered-to", "x-loop")
_NOBODY = re.compile(r"(?:^|<|\s)(?:mailer-daemon|postmaster|(?:no|do-?not)[-_.]?reply)@", re.IGNORECASE)


def is_automatic(subject: str, headers: Mapping[str, str]) -> bool:
    """Whether a machine wrote a mail: by its fields (RFC 3834, and what came before it), else by its subject.

    An answer by a person has the subject that it answers, with a prefix; so what begins with one is a person's.
    """
    fields = {name.lower().strip(): value.strip().lower() for name, value in headers.items()}
    if _is_marked(fields):
        return True
    plain = " ".join(_UNSEEN.sub("", subject).split())
    return _REPLY.match(plain) is None and _MACHINE.match(plain) is not None


def _is_marked(fields: Mapping[str, str]) -> bool:
    submitted = fields.get("auto-submitted", "").partition(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if not _BULK.isdisjoint((fields.get("precedence", ""), fields.get("preference", ""))):
        return True
    if any(fields.get(name) for name in _MARKS):
        return True
    if any(fields.get(name, "no") not in ("", "no", "false", "0") for name in _FLAGS):
        return True
    if any(_PROGRAM.search(fields.get(name, "")) for name in _NAMED_BY_PROGRAM):
        return True
    sent_by_nobody = fields.get("return-path", "").replace(" ", "") == "<>" or _NOBODY.search(fields.get("from", ""))
    return bool(sent_by_nobody) or fields.get("content-type", "").startswith("multipart/report")
