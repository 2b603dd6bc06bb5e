"""Visitors who complain, of the company or of the answers they get."""

from __future__ import annotations

import re

_ANGRY = (
    r"ärgerlich\w*|verärgert|unverschämt\w*|frechheit|unfreundlich\w*|enttäuscht\w*|(?:eine )?(?:katastrophe|zumutung)"
    r"|schweinerei|sauerei|saftladen|stinksauer|(?:bin|richtig|echt|total) (?:sauer|wütend)|nie wieder"
    r"|beschweren|reklamieren|(?:ich|wir) (?:\w+ ){1,3}(?:beschwerde|reklamation)|geht gar nicht"
    r"|(?:ich|wir) warten? (?:\w+ ){0,2}seit|(?:niemand|keiner) (?:geht|meldet|antwortet|reagiert|ruft)"
    r"|unacceptable|disappointed|ridiculous|complain|(?:i|we) (?:\w+ ){1,3}complaint"
)
_NOT_UNDERSTOOD = (
    r"(?:hilft|bringt|nützt)(?: mir| uns| jetzt| aber| leider)* (?:\w+ )?(?:nicht|nichts|nix)"
    r"|versteh(?:st|en|t)(?: sie| du| ihr)? (?:mich|mir|meine frage)(?: \w+)? (?:nicht|nicht richtig|falsch)"
    r"|(?:war|ist) (?:\w+ )?nicht (?:meine frage|das,? was ich)|hab\w* ich (?:\w+ ){0,2}nicht (?:gefragt|gemeint)"
    r"|antwort\w* (?:\w+ )?(?:nicht|falsch|quatsch)|am thema vorbei"
    r"|(?:so ein|doch|völliger|totaler) (?:quatsch|blödsinn|unsinn|mist)"
    r"|du bist (?:\w+ ){0,3}(?:dumm|doof|blöd|nutzlos|unfähig)"
    r"|not helpful|(?:doesn['’]?t|does not|didn['’]?t) help|(?:don['’]?t|do not) understand me|not what i asked"
)
_COMPLAINS = re.compile(rf"(?<!\w)(?:{_ANGRY}|{_NOT_UNDERSTOOD})(?!\w)", re.IGNORECASE)


def complains(message: str) -> bool:
    """Whether a message complains and asks nothing: no page answers that, and somebody should hear of it."""
    return "?" not in message and _COMPLAINS.search(message) is not None
