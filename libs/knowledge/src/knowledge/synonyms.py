"""Words that customers use and words that company pages use for the same thing.

Everyday German, Austrian and Swiss words, and the English a visitor may ask in, beside the business German of pages.
Each line is a group; every word in it stands for every other. One-word entries only, in their basic form.
"""

from collections.abc import Mapping

from knowledge.analysis import stem

_GROUPS = """
    preis kosten tarif gebühr honorar entgelt teuer kostet price cost charge fee expensive rate
    angebot offerte kostenvoranschlag voranschlag quote offer estimate
    rabatt nachlass skonto ermäßigung vergünstigung prozente discount
    ratenzahlung raten finanzierung teilzahlung abstottern leasing instalments installments financing
    zahlung bezahlen zahlen überweisung zahlungsart payment pay
    rechnung faktura invoice bill
    anzahlung vorauszahlung akonto deposit
    garantie gewährleistung mängel warranty guarantee
    lieferzeit lieferung liefern versand zustellung delivery ship shipping deliver
    rückgabe retoure retour zurückgeben umtausch zurücksenden return
    storno stornieren absagen absage ausfallgebühr cancel cancellation
    kündigung kündigen laufzeit mindestlaufzeit vertragsdauer
    öffnungszeiten geöffnet offen sprechzeiten bürozeiten geschäftszeiten opening hours open
    adresse anschrift standort anfahrt lage address located location directions
    telefon telefonnummer rufnummer anrufen hotline phone call telephone
    notdienst notfall bereitschaft pikett emergency
    termin besprechung verabredung appointment meeting
    beratung gespräch erstgespräch consultation advice
    parkplatz parken parkieren stellplatz abstellen parking
    fahrrad velo rad räder bicycle bike
    auto pkw wagen fahrzeug car
    elektroauto aufladen ladestation ladesäule wallbox
    barrierefrei rollstuhl stufenlos aufzug lift ebenerdig wheelchair accessible
    treppe stiege stairs staircase
    stufe tritt step
    schrank kasten kleiderschrank cupboard wardrobe
    sessel stuhl chair
    möbel einrichtung furniture
    küche kitchen
    tür türe haustür door
    fenster window
    holz holzart hölzer holzarten wood wooden timber
    werkstatt werk fertigung produktion workshop factory plant
    lager magazin warehouse
    besichtigung führung besuchen anschauen besichtigen tour visit
    ausmessen aufmaß vermessen messen
    montage einbau aufbau installation anschluss install mounting
    reparatur instandsetzung reparieren überholung kaputt defekt repair broken
    wartung service inspektion maintenance
    reinigung putzen säubern cleaning clean
    entsorgung entsorgen altgerät ausgedient verschrotten recycling disposal
    ersatzteil ersatzteile bauteil spare part parts
    gerät maschine aggregat device machine
    mieten miete leihen verleih leihgerät vermietung rent rental hire
    gebraucht gebrauchtgerät gebrauchtwagen occasion occasionen secondhand used
    einbruch einbruchschutz eingebrochen einbrecher burglary
    geschäftsführer geschäftsführerin inhaber inhaberin chef chefin leitung pächter pächterin owner manager director
    ansprechpartner ansprechpartnerin zuständig kontaktperson contact
    mitarbeiter mitarbeitende angestellte personal team employee staff
    ausbildung lehre lehrling lehrstelle azubi auszubildende lernende lernender apprentice apprenticeship
    stelle job arbeitsplatz bewerbung karriere anstellung vacancy
    gründung gründen gegründet founded start-up formation
    firma unternehmen betrieb gesellschaft company business firm
    kunde kundin mandant patient customer client
    privatperson privatkunde privatleute hauseigentümer verbraucher
    gutschein voucher
    förderung zuschuss subvention zustupf subsidy grant
    steuererklärung steuern taxes tax
    buchhaltung buchführung fibu bookkeeping accounting
    lohn gehalt salär lohnabrechnung payroll salary wages
    mehrwertsteuer umsatzsteuer mwst ust vat
    januar jänner january
    februar feber february
    samstag sonnabend saturday
    morgen vormittag früh
    dieses heuer
    handy natel mobiltelefon mobile
    tüte sackerl papiersack
    strom elektrizität electricity power
    stromausfall blackout notstrom outage
    heizung heizen heating
    wärmepumpe heat pump
    kühlen kühlung klimatisierung cool cooling
    speicher batterie akku battery storage
    modul paneel panel module
    dach roof
    pumpe pump
    dichtung seal
    lärm laut lautstärke geräusch schalldruckpegel schallpegel noise loud
    gewicht schwer wiegt weight heavy
    größe maße abmessung dimensionen size dimensions
    dauer dauert lange duration
    rezept verordnung verschreibung überweisung prescription
    krankenkasse kasse kassen krankenversicherung versicherung ögk svs bva insurance
    kassa kasse kassenvertrag
    zuzahlung selbstbehalt eigenanteil franchise
    behandlung therapie anwendung treatment therapy
    kurs kurse training unterricht lernen class course lessons
    schmerz schmerzen weh pain
    kinder kind kids children
    hund hunde tiere haustier dog dogs pets
    essen verpflegung mahlzeit speisen bewirtung imbiss food meal
    kochen küche kochnische selbstversorger
    jause vesper brotzeit zvieri znüni imbiss snack
    zertifikat zertifizierung zertifiziert zulassung certificate certified
    anleitung betriebsanleitung handbuch bedienungsanleitung manual
    muster probe sample
    newsletter rundschreiben
    datenschutz privacy
    handelsregister handelsregisternummer registernummer hrb hra firmenbuch firmenbuchnummer register
    umsatzsteuernummer ustid uid mwstnummer
    ausbildungsvergütung lehrlingseinkommen lehrlingslohn
    umsatz jahresumsatz erlös revenue turnover
    nachlass preisnachlass
    überweisen bezahlen begleichen
    reklamation beanstandung mangel beschwerde reklamieren complaint
    widerruf rücktritt widerrufen zurücktreten revocation withdrawal
    bestellung auftrag order bestellen ordern beauftragen
    bauteil komponente teil element
    anfrage anfragen inquiry
    besuchen vorbeikommen vorbeischauen
    hausbesuch vorort
    schnupperlehre praktikum schnuppern schülerpraktikum internship
    anrufbeantworter mailbox
    fax telefax faxnummer
    autobahn ausfahrt
    bus bahn zug sbahn tram straßenbahn öffis haltestelle train station
    barzahlung bar bargeld cash
    kreditkarte karte visa mastercard ec girocard bankomat
    geldbörse brieftasche
    kaution pfand sicherheit
    mindestbestellwert mindestmenge mindestbestellmenge
    ausland exportieren export international abroad
    umland umkreis region einzugsgebiet einsatzgebiet anfahrtsgebiet
    anfahrt anreise fahrtkosten anfahrtspauschale wegpauschale
    abholung abholen selbstabholung selbstabholer pickup collect
    verpackung karton palette packaging
    feiertag feiertage holiday holidays
    betriebsferien betriebsurlaub werksferien urlaub ferien
    mittagspause mittag pause
    wochenende samstag sonntag weekend
    wartezeit vorlaufzeit warten
    besprechungsraum schulungsraum seminarraum
    schulung seminar workshop kurs lehrgang training
    newsletter rundbrief
    sprache sprachen deutsch englisch language languages
    dolmetscher übersetzung
    bewertung rezension kundenstimme review
    referenz referenzen referenzprojekt
    auszeichnung preisträger award
    umwelt nachhaltigkeit ökologisch öko klimaneutral sustainable
    geräusch lärm geräuschpegel
    quietschen knarren knarzen
    undicht leck tropft rinnt leckage
    verschleiß abnutzung verschlissen
    haltbarkeit lebensdauer lifetime
    verstopfung verstopft blockiert
    rost korrosion rostfrei edelstahl stainless
    kunststoff plastik plastic
    leistung kilowatt watt
    verbrauch stromverbrauch energieverbrauch consumption
    druck bar pressure
    temperatur grad hitze temperature
    tiefe eintauchtiefe depth
    höhe hoch height
    breite breit width
    farbe farben farbton lackierung colour color
    kratzer fleck flecken ringe schramme
    pflegen pflege ölen wachsen auffrischen
    schädlich giftig ungiftig unbedenklich schadstofffrei lösungsmittel lösemittel
    einziehen umziehen umzug
    dachneigung neigung schräge
    schatten verschattung verschattet beschattet
    südseite süden ausrichtung ostwest
    einspeisung einspeisen einspeisetarif vergütung
    genehmigung bewilligung erlaubnis baubewilligung permit
    anzeige meldung anmeldung melden
    versicherung police versichert insured
    haftung haften liability
    geheimhaltung verschwiegenheit vertraulich diskretion confidential
    jahresabschluss abschluss bilanz jahresrechnung
    selbständig selbstständig selbständigkeit freiberufler einzelfirma einzelunternehmen
    erbe erbschaft nachlassregelung
    pension rente altersvorsorge vorsorge
    masseur massage
    krankengymnastik physiotherapie physio
    rücken rückenschmerzen kreuz
    knie kniegelenk
    übung übungen training
    wassergymnastik aquafitness aquagymnastik
    umkleide dusche garderobe
    handtuch badetuch
    attest bescheinigung bestätigung
    privatpatient selbstzahler privat
    absagen verschieben verhindert
    erstgespräch ersttermin kennenlernen erstberatung
    putzfrau reinigungskraft haushaltshilfe raumpflegerin putzkraft putzhilfe
    heiß warm temperatur wärme medientemperatur hot
    kalt kälte frost cold
    kümmert zuständig verantwortlich betreut betreuung verantwortung responsible
    hinterlegen kaution pfand deposit
    gebunden binden mindestlaufzeit laufzeit vertragslaufzeit bindung
    schnuppern reinschnuppern ausprobieren probieren probestunde probetraining testen kostprobe trial
    scharnier scharniere beschlag beschläge
    verschicken schicken versenden versand zusenden spedition
    deutschland bundesweit deutschlandweit bayern hessen sachsen thüringen brandenburg niedersachsen saarland
    österreich österreichweit wien tirol salzburg steiermark kärnten burgenland vorarlberg
    schweiz schweizweit zürich basel luzern aargau graubünden
    krank krankheit krankschreibung
    frist stichtag abgabetermin deadline
    strafe busse bußgeld mahngebühr verzugszins verzug
    empfehlung weiterempfehlen empfehlen weiterempfehlung prämie gutschrift bonus
    verdienst verdienen verdient gehalt lohn einstiegsgehalt vergütung bezahlung salary earn
    urlaub urlaubstage ferientage ferien vacation holiday
    bewerben bewerbung bewerbungsunterlagen lebenslauf apply application
    praktikum praktikant praktikantin schnuppertag
    annehmen akzeptieren accept
    rechner kalkulator berechnen berechnung
    beschädigt schaden kaputt defekt mangelhaft damaged broken
    ersetzen austausch austauschen tauschen wechseln replace
    anpassen ändern umbauen modify
    abbauen demontage demontieren rückbau
    sperrmüll entrümpelung entrümpeln wohnungsauflösung haushaltsauflösung
    lagern einlagern einlagerung lagerung storage
    streichen anstrich malern lackieren maler
    tapete tapezieren tapezierer
    fußboden boden bodenbelag parkett laminat dielen
    fliese kachel fliesenleger
    bad badezimmer badsanierung nasszelle bathroom
    dusche duschkabine walkin
    klo wc toilette sanitär
    wasserhahn armatur mischbatterie
    rohr leitung rohrleitung
    abfluss kanal kanalreinigung rohrreinigung
    wasserschaden rohrbruch leckortung
    steckdose schalter elektroinstallation
    licht lampe leuchte beleuchtung light
    sicherung sicherungskasten verteilerkasten zählerschrank
    garten gartenpflege grünpflege
    rasen wiese mähen
    baum baumfällung fällen baumschnitt
    hecke heckenschnitt
    zaun gartenzaun einfriedung
    pool schwimmbad becken
    dachrinne regenrinne
    schimmel feuchtigkeit feucht
    dämmung isolierung wärmedämmung
    schlüssel schlüsseldienst ausgesperrt
    rollladen jalousie rollo raffstore sonnenschutz
    markise sonnensegel
    brille gläser sehhilfe
    zahn zähne gebiss
    zahnreinigung prophylaxe zahnsteinentfernung
    zahnersatz implantat krone brücke prothese
    spritze betäubung narkose
    angstpatient zahnarztangst
    impfung impfen
    blutabnahme blutbild labor
    überweisung überweisungsschein
    kassenarzt kassenpatient gesetzlich gkv
    schwanger schwangerschaft schwangere
    baby säugling kleinkind
    senioren rentner seniorin
    ermäßigung schülerrabatt studenten studentenrabatt seniorenrabatt familienrabatt
    haare haarschnitt schneiden frisur friseur haircut
    färben strähnen tönung coloration
    bart rasur rasieren
    nagel maniküre pediküre fußpflege
    kosmetik gesichtsbehandlung
    übernachten übernachtung zimmer hotelzimmer schlafen unterkunft room
    frühstück brunch breakfast
    anreise checkin einchecken ankunft
    abreise checkout auschecken räumen verlassen
    stornieren stornierung absagen
    wlan internet internetanschluss internetzugang wifi
    kilometer km
    quadratmeter qm
    kurtaxe gästetaxe ortstaxe kurbeitrag gästebeitrag tourismusabgabe nächtigungsabgabe beherbergungssteuer tax
    speisekarte karte menü gerichte menu
    reservieren reservierung
    vegetarisch vegan fleischlos
    allergie allergen unverträglichkeit glutenfrei laktosefrei
    mittagstisch mittagsmenü tagesgericht lunch
    catering buffet partyservice
    kuchen torte gebäck konditoreiware
    brot brötchen semmel weckerl
    feier fest veranstaltung event party
    gruppe gruppen verein betriebsausflug
    klasse schulklasse schule schüler
    eintritt eintrittspreis eintrittskarte ticket admission
    mitgliedsbeitrag vereinsbeitrag jahresbeitrag
    vorsitzender vorsitzende vorstand obmann obfrau chairman
    kassenwart kassenwartin kassier kassierer kassiererin schatzmeister schatzmeisterin kassenführer treasurer
    schriftführer schriftführerin protokollführer
    jugend kinder jugendliche nachwuchs bambini
    aktive erwachsene
    internet online web
    mitglied mitgliedschaft beitreten beitritt member
    training trainieren workout
    anfänger einsteiger beginner
    fahrstunde fahrschule führerschein
    reifen reifenwechsel räder winterreifen sommerreifen
    tüv hauptuntersuchung hu pickerl mfk
    ölwechsel inspektion
    unfall unfallschaden karosserie
    delle beule ausbeulen
    leihwagen ersatzwagen mietwagen
    probefahrt testfahrt
    gebrauchtwagen jahreswagen
    ankauf ankaufen inzahlungnahme
    immobilie wohnung
    makler maklerprovision courtage provision
    miete kaltmiete warmmiete
    nebenkosten betriebskosten
    hausverwaltung immobilienverwaltung
    notar beglaubigung beurkundung
    anwalt rechtsanwalt kanzlei
    erstberatung beratungsgebühr
    scheidung trennung unterhalt
    testament erbe nachlass
    klage klagen gericht prozess
    rechtsschutz rechtsschutzversicherung
    website webseite homepage internetseite internetauftritt
    design gestaltung
    drucken druck druckerei
    flyer broschüre prospekt
    foto fotos bild bilder fotograf
    datenschutz dsgvo daten gdpr
    passwort zugangsdaten login kennwort
    hosting server
    gespeichert aufbewahrt rechenzentrum
    software programm app anwendung
    schnittstelle api anbindung integration
    update aktualisierung version
    support kundendienst
    fernwartung teamviewer
    backup datensicherung sicherung
    datenblatt datenblätter technische
    prüfung überprüfung kontrolle check
    eichen kalibrieren kalibrierung justieren
    schweißen schweißarbeiten
    blech bleche metall stahl
    bohren fräsen drehen zerspanung
    einzelstück einzelanfertigung sonderanfertigung maßanfertigung unikat
    serie kleinserie serienfertigung
    stückzahl menge losgröße quantity
    express eilig dringend schnell notfall urgent
    wunschtermin termin zeitfenster
    wochentags werktags
    feierabend abends
    anprobe anprobieren umkleide
    größen konfektionsgröße
    umtauschen zurückgeben
    geschenk gutschein geschenkkarte gift
    ausverkauft lieferbar vorrätig verfügbar lager available stock
    nachbestellen bestellen
    apotheke arznei medikament tabletten
    katze katzen haustier cat cats
    kastration sterilisation
    kita kindergarten krippe betreuung
    nachhilfe förderunterricht
    massagen wellness spa
    sauna dampfbad
    taxi fahrdienst shuttle
    umzugshelfer umzugsunternehmen möbelspedition
    container mulde
    bestattung beerdigung trauer
    grab grabstein friedhof
    spende spenden spendenquittung donate
    ehrenamt freiwillig helfen volunteer
    emergency notfall notruf notdienst
    weekend wochenende
    owner inhaber
    lkw lastwagen lastkraftwagen sattelzug
    kleidung klamotten bekleidung
    schuhe treter latschen
    arzt ärztin mediziner doktor
    praxis ordination
    krankenhaus klinik spital
    großeltern oma opa
    junge bub bursche
    mädchen mädel
    anschauen angucken zugucken zuschauen ansehen
    diebstahl klauen stehlen gestohlen geklaut
    einbrecher langfinger
    gehhilfe rollator
    arbeitgeber chef vorgesetzter
    unterlagen papiere dokumente
    bescheinigung wisch
    fernseher glotze
    computer rechner laptop notebook
    karton kiste schachtel
    abfall müll
    verschmutzung dreck schmutz
    handwerker monteur techniker
    standort filiale niederlassung zweigstelle
    kostenlos gratis umsonst kostenfrei
    günstig billig preiswert
    zuschlag aufpreis aufschlag
    bezahlen blechen berappen
    bargeld scheine geldscheine bares
    verpassen versäumen verpennen verschwitzen verschlafen
    absagen abblasen canceln
    kraftstoff benzin sprit diesel
    ehepaar ehefrau ehemann ehepartner
    baby säugling neugeborenes
    geburt entbindung
    geruch gestank stinken
    bildschirm monitor display
    beleg quittung kassenzettel bon
    vertrag abo abonnement
    prospekt katalog broschüre
    besprechung sitzung meeting
    teilzeit halbtags
    vollzeit ganztags
    aushilfe minijob nebenjob ferienjob
    gesundheitskarte versichertenkarte krankenkassenkarte
    massieren kneten durchkneten
    kinderwagen buggy
    kindersitz babyschale
    schraubendreher schraubenzieher
    verstopft dicht
    heizkörper radiator
    schornstein rauchfang kamin
    dachboden estrich
    keller untergeschoss
    erdgeschoss parterre
    aufzug fahrstuhl lift
    zufahrt einfahrt durchfahrt
    hof innenhof
"""

_OTHERS: dict[str, dict[str, str]] = {}
"""For each stem the other words for it in their basic form, by their stems, in the order of the list."""
for _line in _GROUPS.strip().splitlines():
    _words = _line.replace("-", " ").split()
    for _one in _words:
        _others = _OTHERS.setdefault(stem(_one), {})
        for _other in _words:
            if stem(_other) != stem(_one):
                _others.setdefault(stem(_other), _other)
_STEMS = {stemmed: frozenset(others) for stemmed, others in _OTHERS.items()}


def synonyms(stemmed: str) -> frozenset[str]:
    """The stems of other words for a stem; none for most."""
    return _STEMS.get(stemmed, frozenset())


def others(stemmed: str) -> Mapping[str, str]:
    """Other words for a stem in their basic form, in lower case, by their stems, the most usual first."""
    return _OTHERS.get(stemmed, {})
