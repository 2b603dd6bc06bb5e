"""German: what is still to come for a prospect."""

PLAN: dict[str, str] = {
    "plan.title": "Was noch kommt",
    "plan.none": "Nichts mehr.",
    "plan.help": "Zum genannten Zeitpunkt entsteht ein Entwurf; hinaus geht er erst, wenn jemand ihn "
    "freigibt. Steigt das Engagement über 7, entsteht der nächste Entwurf sofort.",
    "plan.refused": "Zurzeit dürfte keine Mail hinaus: {reasons}",
    "plan.template": "Vorlage nach dem Engagement von jetzt: {template}",
    "plan.what.first_contact": "Erstkontakt",
    "plan.what.follow_up": "Nachfassen",
    "plan.what.reminder": "Erinnerung",
    "plan.what.demo_ended": "Abschied",
    "plan.because.when_demo_is_live": "sobald die Vorführung frei ist",
    "plan.because.draft_set_aside": "kommt nicht von selbst: Der Entwurf wurde verworfen oder ausgelassen. "
    "Ein Brief ist möglich.",
    "plan.because.demo_failed": "kommt nicht: Die Vorführung kam nicht zustande",
    "plan.because.days_after_contact": "{days} Tage nach dem Erstkontakt",
    "plan.because.before_demo_ends": "in den Tagen vor diesem Ende der Vorführung; entfällt, wenn in den "
    "fünf Tagen davor schon eine Mail hinausging",
    "plan.because.when_demo_ends": "wenn die Vorführung endet",
    "plan.because.moved_on": "kommt nicht: Die Firma ist schon weiter",
    "plan.because.all_written": "nach Plan keine mehr: alle sind geschrieben",
    "plan.because.won": "kommt nicht: Die Firma ist Kunde geworden",
    "plan.because.lost": "kommt nicht: Die Firma hat abgesagt",
    "plan.because.reply": "kommt nicht: Die Firma hat geantwortet",
    "plan.because.bounced": "kommt nicht: Eine Mail kam zurück",
    "plan.because.unsubscribed": "kommt nicht: Die Firma hat sich abgemeldet",
    "plan.because.erased": "kommt nicht: Die Daten wurden gelöscht",
    "plan.because.demo_ended": "kommt nicht: Die Vorführung ist beendet",
    "plan.because.opted_out": "kommt nicht: Die Firma steht auf der Widerspruchsliste",
}
