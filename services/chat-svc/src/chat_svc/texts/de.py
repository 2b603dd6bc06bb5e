"""German texts."""

from __future__ import annotations

DE = {
    "greeting": "Guten Tag. Was möchten Sie über {company} wissen?",
    "thanks": "Gern. Wenn noch etwas offen ist, fragen Sie einfach.",
    "bye": "Auf Wiedersehen und danke für Ihren Besuch.",
    "human": "Ich bin ein KI-Assistent, kein Mensch. Ich beantworte Fragen aus den öffentlichen Seiten von {company} "
    "und nenne dazu die Quelle.",
    "wellbeing": "Danke der Nachfrage. Als KI-Assistent bin ich immer bereit. Was möchten Sie wissen?",
    "capabilities": "Ich beantworte Fragen zu {company}: Leistungen, Preise, Abläufe und Erreichbarkeit, jeweils mit "
    "Quelle. Fragen Sie einfach in Ihren Worten.",
    "wordless": "Schreiben Sie mir gern, was Sie über {company} wissen möchten.",
    "unknown": "Dazu finde ich auf den Seiten von {company} nichts. Möchten Sie, dass sich jemand bei Ihnen meldet?",
    "unknown_friendly": "Da muss ich leider passen: Auf den Seiten von {company} steht dazu nichts. Soll sich jemand "
    "bei Ihnen melden?",
    "unknown_technical": "In den Unterlagen von {company} ist dazu nichts hinterlegt. Eine Fachperson kann Ihnen das "
    "beantworten.",
    "unknown_casual": "Dazu habe ich nichts gefunden. Am besten fragen Sie direkt bei {company} nach.",
    "unavailable": "Ich komme gerade nicht an meine Unterlagen. Bitte fragen Sie in einer Minute noch einmal.",
    "partial": "Genau dazu finde ich nichts, am nächsten kommt dies:",
    "hours_open": "Ja, gerade ist geöffnet. {status}.",
    "hours_closed": "Gerade ist geschlossen. {status}.",
    "hours_week": "Die Öffnungszeiten:",
    "hours_special": "Abweichend:",
    "closed": "geschlossen",
    "offline": "Gerade ist niemand im Haus. Ich beantworte gern Ihre Fragen, und ab {next_open} ist wieder jemand für "
    "Sie da.",
    "offline_open_end": "Gerade ist niemand im Haus. Ich beantworte gern Ihre Fragen.",
    "holiday": "Heute ist {note}, es ist niemand im Haus. Ich beantworte gern Ihre Fragen.",
    "broken_off": "Die Antwort ist unvollständig, weil die Verbindung zum Sprachmodell abriss. Fragen Sie gern noch "
    "einmal nach.",
    "stopped": "Die Antwort wurde angehalten.",
    "cards_heading": "Ihr direkter Kontakt",
    "email_initial": "Möchten Sie ausführliche Informationen zu unseren Leistungen per E-Mail?",
    "email_follow_up": "Hinterlassen Sie Ihre Adresse, dann melden wir uns direkt bei Ihnen.",
    "email_technical": "Gern senden wir Ihnen technische Unterlagen per E-Mail.",
    "welcome": "Guten Tag. Ich beantworte Ihre Fragen zu {company}.",
    "disclosure": "Ich bin ein KI-Assistent. Antworten können Fehler enthalten, die Quellen stehen dabei.",
    "demo_ended": "Diese Vorführung ist am {date} zu Ende gegangen. Wenn Sie den Assistenten behalten möchten: "
    "{operator}.",
    "demo_ended_plain": "Diese Vorführung ist zu Ende gegangen. Wenn Sie den Assistenten behalten möchten, wenden Sie "
    "sich an Ihren Ansprechpartner.",
    "deactivated": "Dieser Assistent ist zurzeit abgeschaltet. Bitte wenden Sie sich direkt an {company}.",
    "not_live": "Dieser Assistent ist noch nicht freigeschaltet. Bitte versuchen Sie es später noch einmal.",
    "link_unknown": "Diesen Link gibt es nicht oder nicht mehr. Bitte prüfen Sie die Adresse.",
    "conversation_over": "Dieses Gespräch ist beendet. Beginnen Sie gern ein neues.",
    "conversation_erased": "Dieses Gespräch wurde gelöscht. Beginnen Sie gern ein neues.",
    "still_answering": "Die vorige Frage wird gerade noch beantwortet. Bitte warten Sie einen Moment.",
    "too_fast": "Das ging mir etwas zu schnell. In {seconds} Sekunden geht es weiter.",
    "not_finished": "Die Antwort konnte nicht gespeichert werden. Bitte senden Sie die Frage noch einmal.",
    "suggest_prices": "Was kostet das bei Ihnen?",
    "suggest_hours": "Wann haben Sie geöffnet?",
    "suggest_jobs": "Welche Stellen bieten Sie an?",
    "suggest_team": "Wer ist mein Ansprechpartner?",
    "suggest_page": "Was bieten Sie zum Thema {title}?",
    "facts_title": "Angaben des Unternehmens",
    "facts_hours": "Öffnungszeiten",
    "facts_address": "Anschrift und Kontakt",
    "facts_contact": "Ansprechpartner",
    "facts_phone": "Telefon",
    "facts_email": "E-Mail",
    "days": "Mo Di Mi Do Fr Sa So",
    "moment": "{day}, {time} Uhr",
    "page_no_script": "Für das Gespräch braucht diese Seite JavaScript. Bitte schalten Sie es ein.",
    "page_title_demo_expired": "Diese Vorführung ist vorbei",
    "page_title_deactivated": "Dieser Assistent macht Pause",
    "page_title_not_live": "Noch nicht freigeschaltet",
    "page_title_unknown": "Diesen Link gibt es nicht",
    "page_title_limit": "Einen Moment bitte",
}
