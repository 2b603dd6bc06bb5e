"""Words that carry no content: function words, question words and the courtesies around a question."""

_GERMAN = """
    ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes
    auch auf aus bei beim bereits bin bis bist bitte da dabei dafür dagegen daher damit danach daneben
    danke dann daran darauf daraus darf darin darüber darum das dass davon dazu dein deine dem den denn
    der deren des deshalb dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch
    dürfen ebenso eigentlich ein eine einem einen einer eines einfach einig einige einmal entweder er es
    etwa etwas euch euer eure für gar geben gegen gern gerne gibt gibts hab habe haben habt hallo hat
    hatte hatten hätte hätten ich hier hin hinter ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in
    ins ist ja je jede jedem jeden jeder jedes jemand jetzt kann kannst können könnt könnte könnten
    lassen lässt mal man manche mehr mein meine meinem meinen meiner meines mich mir mit mittels möchte
    möchten mögen muss müssen müsste nach nachdem neben nein nicht nichts noch nun nur ob obwohl oder
    ohne sagen sehr sei seid sein seine seinem seinen seiner seit sich sie sind so sobald sofern solche
    soll sollen sollte sollten sondern sonst soviel sowie trotz tun über überhaupt um und uns unser
    unsere unserem unseren unserer unseres unter viel viele vielleicht vom von vor während wann war
    waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen
    weshalb wie wieder wieso wieviel will wir wird wo wobei wofür woher wohin wollen womit woran worauf
    worüber würde würden zu zum zur zwar zwischen guten tag morgen abend grüezi servus machen macht
    mache machst gemacht bieten bietet anbieten finde finden bekomme bekommen wissen brauche brauchen
    ebenfalls ihrerseits halt eben nämlich etwaige hätt wär wäre wären wurde wurden eigenen eigene
    ne nen nem ner habts gibts net ned nit
"""

_ENGLISH = """
    a about am an and any are as at be been but by can could did do does for from get had has have he
    hello her hi his how i if in into is it its me my no not of on or our please she should so some than
    that the their them then there these they this those to us was we were what when where which who
    whom whose why will with would you your tell
"""

_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
GERMAN: frozenset[str] = frozenset(_GERMAN.split()) | frozenset(_GERMAN.translate(_TYPED).split())
"""Also as they are typed without umlauts: *koennt*, *fuer*."""
ENGLISH: frozenset[str] = frozenset(_ENGLISH.split())
STOPWORDS = GERMAN | ENGLISH
