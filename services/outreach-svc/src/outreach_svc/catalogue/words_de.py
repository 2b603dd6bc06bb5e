"""German texts by id."""

DE: dict[str, str] = {
    # mail parts
    "salutation.person": "Guten Tag {name}",
    "salutation": "Guten Tag",
    "field": "im Bereich {industry}",
    "field.fallback": "in Ihrem Bereich",
    "footer.consent": "Sie erhalten diese Mail, weil Sie am {date} in Nachrichten von uns eingewilligt haben.",
    "footer.existing_customer": "Sie erhalten diese Mail, weil Sie Kunde von {sender} sind.",
    "footer.enquiry": "Sie erhalten diese Mail einmalig, weil Sie bei uns angefragt haben.",
    "footer.object": "Sie können der Verwendung Ihrer Adresse jederzeit widersprechen, ohne dass dafür andere als die "
    "Übermittlungskosten nach den Basistarifen entstehen:",
    "footer.unsubscribe": "Keine weiteren Mails: {link}",
    "footer.letter": "Ihre Anschrift haben wir Ihrem Impressum entnommen. Wenn Sie keine Post mehr von uns wünschen, "
    "genügt eine kurze Nachricht an {email}.",
    "footer.demo_end": "Die Vorführung ist 30 Tage lang kostenlos, bis zum {date}.",
    "marker.demo_end": "[Datum wird beim Versand eingesetzt]",
    "marker.link": "[Link wird nach der Freischaltung eingesetzt]",
    "weekday_time": "{day} um {time} Uhr",
    "letter.qr": "So öffnen Sie Ihren Assistenten: Code mit der Kamera Ihres Telefons erfassen oder die Adresse "
    "aus dem Text eingeben.",
    "letter.phone": "Telefon {phone}",
    "letter.page": "Seite {page}",
    # talking points
    "point.top_question": "Häufig gefragt: {label} ({count}-mal)",
    "point.unanswered_question": "Noch ohne Antwort auf Ihren Seiten: {label} ({count}-mal)",
    "point.peak_time": "{label}",
    "point.lead": "Kontaktdaten oder Rückrufwünsche hinterlassen: {count}",
    "point.conversations": "Gespräche mit Ihrem Assistenten: {count}",
    "point.emails": "Besucher, die ihre Adresse hinterlassen haben: {count}",
    "point.contact_requests": "Bitten um einen Rückruf oder Kontakt: {count}",
    # call sheet
    "call.intro": "Guten Tag, hier ist {sender}. Wir haben für {company} einen KI-Assistenten vorbereitet, der Fragen "
    "zu Ihren Leistungen aus Ihrer eigenen Internetseite beantwortet.",
    "call.ask": "Darf ich Ihnen den Link per E-Mail schicken? Dann nehme ich Ihre Anfrage mit Datum auf, und Sie "
    "bestätigen die Adresse mit einem Klick.",
    "call.offer": "Die Vorführung ist 30 Tage lang kostenlos und schaltet sich danach von selbst ab.",
    "call.law": "Anrufe bei Unternehmen setzen eine mutmaßliche Einwilligung voraus (§ 7 Abs. 2 Nr. 1 UWG). Ein "
    "sachlicher Bezug zum Betrieb gehört in die Notiz zum Gespräch.",
    # timeline
    "step.added": "Interessent aufgenommen",
    "step.researched": "Internetseite gelesen: {pages} Seiten in {seconds} s",
    "step.research_failed": "Internetseite nicht lesbar ({reason})",
    "step.retried": "Recherche erneut gestartet",
    "step.bot_created": "Assistent angelegt",
    "step.source_searchable": "Quelle durchsuchbar: {pages} Seiten, {chunks} Abschnitte",
    "step.source_failed": "Eine Quelle war nicht lesbar ({reason})",
    "step.bot_deployed": "Vorführung ist freigeschaltet",
    "step.deployment_failed": "Vorführung kam nicht zustande ({reason})",
    "step.drafted": "Entwurf geschrieben: {subject}",
    "step.approved": "Versand freigegeben für {slot}",
    "step.rejected": "Entwurf verworfen",
    "step.waiting": "Versand verschoben ({reason})",
    "step.skipped": "Nicht gesendet ({reason})",
    "step.dispatched": "Mail gesendet: {subject}",
    "step.uncertain": "Versand ungewiss: Der Mailserver hat nicht mehr geantwortet. Es wird nicht erneut gesendet.",
    "step.send_failed": "Mail vom Server abgelehnt ({reason})",
    "step.letter_posted": "Brief als aufgegeben vermerkt",
    "step.basis_recorded": "Rechtsgrundlage vermerkt: {kind}",
    "step.opt_in_sent": "Bitte um Bestätigung gesendet",
    "step.consent_confirmed": "Einwilligung durch den Empfänger bestätigt",
    "step.reply": "Antwort erhalten",
    "step.bounced": "Mail kam zurück",
    "step.unsubscribed": "Empfänger wünscht keine Mails mehr",
    "step.engagement": "Interesse {score} von 10",
    "step.lead": "Ein Besucher hat seine Kontaktdaten hinterlassen",
    "step.demo_ending": "Vorführung endet in {days} Tagen",
    "step.demo_moved": "Ende der Vorführung: {date}",
    "step.demo_ended": "Vorführung beendet",
    "step.converted": "Kunde geworden",
    "step.stage": "Stand gesetzt: {stage}",
    "step.bot_deleted": "Assistent gelöscht",
    "step.erased": "Personenbezogene Daten gelöscht",
    # notices to the operator
    "notice.lead.subject": "Neuer Kontakt für {bot}",
    "notice.lead.email": "Ein Besucher hat {bot} seine E-Mail-Adresse hinterlassen (Interesse {level} von 10).",
    "notice.lead.contact_request": "Ein Besucher von {bot} bittet um Kontakt (Interesse {level} von 10).",
    "notice.lead.body": "{what}\n\nZeit: {time}\nZum Kontakt: {link}\n\nDiese Nachricht enthält bewusst keine "
    "persönlichen Angaben.",
    "notice.hot.subject": "{company} zeigt großes Interesse ({score} von 10)",
    "notice.hot.body": "Die Vorführung von {company} hat {score} von 10 erreicht.\n\n{points}\n\nEin Entwurf zum "
    "Nachfassen liegt zur Freigabe bereit, wenn schon ein erster Kontakt stattfand.\nZum Interessenten: {link}",
    "notice.silence.subject": "{bot}: gestern kein einziger Besuch",
    "notice.silence.body": "{bot} hatte gestern weder Besuche noch Gespräche. Üblich sind an diesem Wochentag etwa "
    "{expected} Gespräche. Vielleicht fehlt der Assistent auf der Seite, oder die Seite ist nicht erreichbar.",
    "notice.unanswered_jump.subject": "{bot}: mehr Fragen ohne Antwort",
    "notice.unanswered_jump.body": "{bot} konnte gestern {seen} der Fragen nicht beantworten, in den zwei Wochen davor "
    "waren es {expected}. Vielleicht fehlt eine Seite, oder es gibt ein neues Thema.",
    "notice.satisfaction_drop.subject": "{bot}: weniger zufriedene Besucher",
    "notice.satisfaction_drop.body": "In den letzten sieben Tagen waren {seen} der Bewertungen von {bot} positiv, in "
    "den vier Wochen davor {expected}.",
    "notice.anomaly.body": "{what}\n\nZu den Zahlen: {link}",
    "notice.report.subject.week": "Ihre Woche mit Empfang: {conversations}, {leads}",
    "notice.report.subject.month": "Ihr Monat mit Empfang: {conversations}, {leads}",
    "notice.report.conversations_one": "1 Gespräch",
    "notice.report.conversations": "{n} Gespräche",
    "notice.report.leads_one": "1 Kontakt",
    "notice.report.leads": "{n} Kontakte",
    "notice.report.none": "noch keine Gespräche",
    "notice.report.body": "Das waren die Tage vom {first} bis {last}:\n\n{says}\n\nAlle Zahlen liegen als Excel-Datei "
    "bei.\nMehr in der Konsole: {link}",
    # public pages
    "page.unsubscribe.title": "Mails abbestellen",
    "page.unsubscribe.question": "Möchten Sie von {sender} keine Mails mehr erhalten?",
    "page.unsubscribe.button": "Ja, abbestellen",
    "page.unsubscribe.done": "Sie erhalten von {sender} keine Mails mehr. Das gilt ab sofort.",
    "page.confirm.title": "Anfrage bestätigen",
    "page.confirm.question": "Bestätigen Sie, dass diese Anfrage von Ihnen kommt und {sender} Ihnen dazu per E-Mail "
    "schreiben darf? Sie können das jederzeit widerrufen.",
    "page.confirm.button": "Ja, bestätigen",
    "page.confirm.done": "Danke, Ihre Anfrage ist bestätigt. {sender} meldet sich bei Ihnen.",
    "page.invalid.title": "Dieser Link gilt nicht",
    "page.invalid.text": "Der Link ist unvollständig oder nicht mehr gültig. Bitte öffnen Sie ihn noch einmal aus der "
    "Mail, oder antworten Sie einfach auf die Mail.",
    "sender.fallback": "uns",
}
