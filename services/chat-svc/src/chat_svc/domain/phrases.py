"""The phrases that small talk is made of, in German and English."""

from __future__ import annotations

from typing import Literal

Kind = Literal["greeting", "thanks", "declined", "bye", "human", "wellbeing", "capabilities", "wordless"]

# In the order of what is answered when a message holds several.
PHRASES: tuple[tuple[Kind, str], ...] = (
    (
        "capabilities",
        r"was (?:können sie|kannst du|könnt ihr)(?: (?:eigentlich|alles|so|denn|für mich tun))*"
        r"|wobei (?:können sie|kannst du|könnt ihr) (?:mir )?helfen|hilfe|help"
        r"|what can you do(?: for me)?|how can you help(?: me)?",
    ),
    (
        "wellbeing",
        r"(?:na,? )?wie geht(?:['’]?s| es)(?: (?:ihnen|dir|euch|denn|so|heute))*|alles gut bei (?:ihnen|dir|euch)"
        r"|how are you(?: doing)?(?: today)?",
    ),
    (
        "bye",
        r"auf wieder(?:sehen|hören|schauen)|tschü(?:ss?|ß)i?|tschau|ciao|bis (?:bald|dann|später|morgen)"
        r"|bis (?:zum )?nächste[ns]? mal|mach(?:t|en sie)?['’]?s gut|pf(?:ia|üa)t (?:di|euch|ihnen|gott)|adieu|ade"
        r"|uf wiederluege|alles (?:gute|liebe)"
        r"|(?:mit )?(?:viele|liebe|beste|schöne|herzliche|freundliche)n? grü(?:ß|ss)en?"
        r"|mfg|lg|vg"
        r"|ich wünsche (?:ihnen|euch|dir) (?:noch )?(?:einen? |ein )?(?:schöne|gute)[nrs]? "
        r"(?:tag|abend|nachmittag|woche|wochenende|feierabend|zeit)(?: noch)?"
        r"|(?:ich wünsche (?:ihnen|euch|dir) )?(?:noch )?(?:einen? )?(?:schöne[nrs]?|gute[nr]?) "
        r"(?:tag|abend|nachmittag|woche|wochenende|feierabend|zeit|rest)(?: noch| gewünscht)+"
        r"|(?:ein )?(?:schönes|gutes) wochenende(?: noch)?|schönen (?:tag|abend|feierabend)|gute nacht"
        r"|good ?bye|bye(?: bye)?|see you(?: later| soon)?|have a (?:nice|good|great) (?:day|evening|weekend)",
    ),
    (
        "declined",
        r"(?:nein|nee?|nö|nope|no)(?: (?:doch|lieber|dann|bitte|erstmal|erst mal|jetzt|noch|not?|nicht|thanks?|danke))*"
        r"|(?:das )?(?:brauche?|möchte|will|muss) ich (?:\w+ ){0,2}nicht|(?:ist )?nicht (?:nötig|notwendig|jetzt)"
        r"|(?:doch |jetzt |heute |erstmal |lieber )+nicht|(?:vielleicht )?(?:später|ein andermal)|alles gut|egal"
        r"|lass mal|vergiss es|vergessen sie (?:es|das)|not now|never ?mind|no need|maybe later"
        r"|(?:i['’]m|i am) (?:good|fine)",
    ),
    (
        "thanks",
        r"(?:(?:viele[nr]?|herzliche[nr]?|beste[nr]?|ganz|lieben|tausend) )*"
        r"(?:dank(?:e(?: ?schön| ?sehr| viel ?mal\w*)?)?|dankä|thx)"
        r"(?: (?:ihnen|dir|euch|auch|nochmals?|schon ?mal|soweit|erst ?mal|recht herzlich))*"
        r"|merci(?: viel ?mal\w*| beaucoup)?"
        r"|(?:many )?thanks?(?: you)?"
        r"(?: (?:so much|very much|a lot))?|ok(?:ay|i|e)?|super|prima|perfekt|klasse|toll|sehr gut|alles klar"
        r"|top|cool|supi|mega|bestens|wunderbar|nice|gut zu wissen|interessant|(?:ich )?verstehe"
        r"|(?:das war|war) (?:sehr |echt |wirklich )?(?:hilfreich|nett|freundlich)"
        r"|(?:sie haben|du hast|ihr habt) mir (?:sehr |echt |schon )*(?:weiter)?geholfen"
        r"|ich melde mich(?: (?:dann|wieder|später|nochmals?|bei bedarf|bei ihnen|bei euch))*|weiß ich bescheid"
        r"|mehr (?:brauche|wollte|möchte) ich nicht(?: wissen)?"
        r"|ich überleg(?:['’]?s|e)? (?:es |das )?mir(?: (?:das|es|noch|mal))*"
        r"|verstanden|(?:das )?passt(?: schon)?"
        r"|das (?:hilft|reicht)(?: (?:mir|sehr|schon|schonmal|erstmal))*(?: weiter)?"
        r"|das hat (?:mir )?(?:sehr )?geholfen|das wars?(?:['’]s| alles)?|(?:sehr |echt )?(?:nett|lieb)(?: von \w+)?"
        r"|great|perfect|got it|that helps"
        r"|schade|macht nichts|kein problem|no problem|schon gut"
        r"|nicht so (?:wichtig|schlimm)"
        r"|(?:für|for) (?:(?:die|ihre|deine|eure|das|den|alles|the|your|schnelle|nette|gute|ausführliche|quick) )*"
        r"(?:infos?|informationen|auskunft|hilfe|antworten|antwort|mühe|geduld|beratung|rückmeldung|gespräch|alles"
        r"|help|answer|reply|information)",
    ),
    (
        "greeting",
        r"hallo(?:chen)?|hallöchen|halli ?hallo|huhu|tach|hoi|salü|sali|gr(?:ia|ü)(?:ß|ss) (?:di|enk)"
        r"|hi|hey|moin(?: moin)?|servus|grüß (?:gott|sie|dich|euch)"
        r"|gr[üu]e(?:z|t)i(?: mitenand)?|gute[nr]? (?:tag|morgen|abend)"
        r"|tag|mahlzeit|hello|good (?:morning|afternoon|evening|day)|zusammen|liebes team|there|ihr lieben|nochmal"
        r"|(?:können|könnten) sie mir (?:bitte )?(?:mal )?helfen|(?:kannst du|könnt ihr) mir (?:mal )?helfen"
        r"|can you help me"
        r"|(?:darf|kann|dürfte|könnte) ich(?: (?:sie|dich|euch|ihnen|dir|mal|kurz|etwas|was|eine(?: kurze)? frage))+"
        r" (?:fragen|stellen)"
        r"|(?:ich )?(?:habe|hab|hätte)(?: da)?(?: (?:mal|noch|nur|schnell))* (?:eine|ne|'ne)"
        r"(?: (?:kurze|kleine|andere))? frage|(?:nur |noch )*(?:eine |ne |mal )*(?:kurze |kleine |andere |letzte )?"
        r"frage(?: bitte| noch)?|a+c?h(?: ja| so)?|oh|hm+|äh+|eins noch|noch (?:was|etwas|eins)|sag(?:en sie)? mal"
        r"|i have a question|quick question|entschuldig(?:ung|en sie)|sorry|excuse me",
    ),
)
