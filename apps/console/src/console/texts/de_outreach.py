"""German: mail templates, and prospects by stage and value."""

OUTREACH: dict[str, str] = {
    "prospect.value": "Wert in Euro",
    "prospect.value.help": "Was der Auftrag wert wäre, wenn die Firma Kunde wird. Leer, solange es niemand weiß.",
    "prospect.value.save": "Wert speichern",
    "prospect.value.saved": "Der Wert ist gespeichert.",
    "pipeline.no_value": "ohne Wert",
    "pipeline.engagement": "Interesse {score}",
    "pipeline.move": "Stand von {name}",
    "pipeline.move.to": "Nach …",
    "page.templates": "Vorlagen",
    "templates.help": "Der Wortlaut der Mails, aus dem die Entwürfe entstehen. Eine Änderung gilt für Entwürfe, die "
    "danach geschrieben werden.",
    "templates.pick": "Markieren Sie links eine Zeile, um ihren Wortlaut zu sehen und zu ändern.",
    "templates.open": "Öffnen: {name}, {language}",
    "templates.back": "Alle Vorlagen",
    "templates.state": "Wortlaut",
    "templates.state.own": "eigener, seit {when}",
    "templates.state.built_in": "mitgeliefert",
    "templates.state.fixed": "fest",
    "templates.own": "Ihr eigener Wortlaut ist in Kraft.",
    "templates.built_in": "Der mitgelieferte Wortlaut ist in Kraft.",
    "templates.fixed": "Diese Mail bittet um eine Einwilligung und muss frei von Werbung bleiben. Ihr Wortlaut ist "
    "deshalb fest.",
    "templates.prospect": "Vorschau für",
    "templates.example": "Gezeigt wird eine erfundene Firma. Wählen Sie einen Ihrer Interessenten, um seine Mail zu "
    "sehen; gesendet wird dabei nichts.",
    "templates.preview.none": "Die Vorschau erscheint, sobald der Wortlaut stimmt.",
    "templates.footer.none": "Dieser Firma darf zurzeit nicht gemailt werden; deshalb steht kein Grund der Nachricht "
    "darunter.",
    "templates.save": "Wortlaut speichern",
    "templates.saved": "Gespeichert. Neue Entwürfe entstehen aus diesem Wortlaut.",
    "templates.reset": "Mitgelieferten Wortlaut nehmen",
    "templates.reset.sure": "Ihr eigener Wortlaut geht verloren, und neue Entwürfe entstehen wieder aus dem "
    "mitgelieferten.",
    "templates.taken_back": "Der mitgelieferte Wortlaut gilt wieder.",
    "templates.placeholders": "Platzhalter",
    "templates.placeholder": "Platzhalter",
    "templates.stands_for": "Steht für",
    "templates.placeholders.help": "Platzhalter stehen in doppelten geschweiften Klammern. Was nur manchmal dastehen "
    "soll, steht zwischen `{{% if slot %}}` und `{{% endif %}}`; eine Liste entsteht mit "
    "`{{% for point in talking_points %}}`, `- {{{{ point }}}}` und `{{% endfor %}}`. Absender, Anschrift, Grund und "
    "Abmeldung stehen immer unter der Mail und gehören nicht in die Vorlage.",
    "templates.wrong.unknown": "Den Platzhalter „{name}“ gibt es nicht. Welche es gibt, steht unter „Platzhalter“.",
    "templates.wrong.forbidden": "Zeile {line}: Das geht in Vorlagen nicht. Erlaubt sind Platzhalter, Bedingungen und "
    "einfache Listen.",
    "templates.wrong.unreadable": "Zeile {line} lässt sich nicht lesen; vermutlich fehlt eine Klammer oder ein "
    "`{{% endif %}}`. Die Vorlagensprache meldet: {why}",
    "templates.wrong.empty": "Hier bliebe nichts übrig; es muss etwas dastehen.",
    "placeholder.company": "Name der Firma",
    "placeholder.salutation": "Anrede, mit Namen, wenn er bekannt ist",
    "placeholder.contact_person": "Ansprechpartner, sonst leer",
    "placeholder.field": "„im Bereich …“ mit der Branche, sonst „in Ihrem Bereich“",
    "placeholder.demo_link": "Link zur Vorführung",
    "placeholder.demo_end": "Tag, an dem die Vorführung endet",
    "placeholder.talking_points": "Liste der Gesprächsansätze, höchstens fünf",
    "placeholder.days_left": "Tage bis zum Ende; nur in der Erinnerung, sonst 0",
    "placeholder.slot": "vorgeschlagener Zeitpunkt; nur beim Nachfassen, sonst leer",
    "placeholder.enquiry_date": "Tag der Anfrage; nur in der Bitte um Bestätigung, sonst leer",
    "placeholder.confirm_link": "Link zum Bestätigen; nur in der Bitte um Bestätigung, sonst leer",
    "placeholder.channel": "„email“ oder „letter“, für Sätze, die nur in Mails oder nur in Briefen stehen",
    "placeholder.sender.name": "Name des Absenders",
    "placeholder.sender.company": "Firma des Absenders",
    "placeholder.sender.phone": "Telefon des Absenders, sonst leer",
    "placeholder.sender.email": "E-Mail-Adresse des Absenders",
    "placeholder.sender.website": "Internetadresse des Absenders, sonst leer",
    "placeholder.sender.street": "Straße des Absenders",
    "placeholder.sender.postal_code": "Postleitzahl des Absenders",
    "placeholder.sender.city": "Ort des Absenders",
    "placeholder.sender.country": "Land des Absenders, als Kürzel",
}
