"""What the bot says by itself, German and English."""

from __future__ import annotations

from chat_svc.domain.language import Language

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
    "days": "Mo Di Mi Do Fr Sa So",
    "moment": "{day}, {time} Uhr",
}
EN = {
    "greeting": "Hello. What would you like to know about {company}?",
    "thanks": "You are welcome. Just ask if anything else comes up.",
    "bye": "Goodbye, and thank you for your visit.",
    "human": "I am an AI assistant, not a human. I answer from the public pages of {company} and name the source.",
    "wellbeing": "Thank you for asking. As an AI assistant I am always ready. What would you like to know?",
    "capabilities": "I answer questions about {company}: services, prices, procedures and how to get in touch, each "
    "with its source. Just ask in your own words.",
    "wordless": "Please tell me what you would like to know about {company}.",
    "unknown": "I find nothing about this on the pages of {company}. Would you like someone to get in touch with you?",
    "unknown_friendly": "I am sorry, the pages of {company} say nothing about this. Shall someone get in touch with "
    "you?",
    "unknown_technical": "The documents of {company} hold nothing on this. A specialist can answer it for you.",
    "unknown_casual": "I found nothing on that. It is best to ask {company} directly.",
    "unavailable": "I cannot reach my documents at the moment. Please ask again in a minute.",
    "partial": "I find nothing on exactly this; the nearest is:",
    "hours_open": "Yes, it is open now. {status}.",
    "hours_closed": "It is closed at the moment. {status}.",
    "hours_week": "Opening hours:",
    "hours_special": "Exceptions:",
    "closed": "closed",
    "offline": "Nobody is in right now. I am happy to answer your questions, and from {next_open} someone is here for "
    "you again.",
    "offline_open_end": "Nobody is in right now. I am happy to answer your questions.",
    "holiday": "Today is {note} and nobody is in. I am happy to answer your questions.",
    "broken_off": "The answer is incomplete because the connection to the language model broke. Please ask again.",
    "stopped": "The answer was stopped.",
    "cards_heading": "Your direct contact",
    "email_initial": "Would you like detailed information about our services by e-mail?",
    "email_follow_up": "Leave your address and we will get in touch with you directly.",
    "email_technical": "We are happy to send you technical documents by e-mail.",
    "welcome": "Hello. I answer your questions about {company}.",
    "disclosure": "I am an AI assistant. Answers can contain mistakes; the sources are given.",
    "demo_ended": "This demonstration ended on {date}. If you would like to keep the assistant: {operator}.",
    "demo_ended_plain": "This demonstration has ended. If you would like to keep the assistant, ask your contact.",
    "deactivated": "This assistant is switched off at the moment. Please contact {company} directly.",
    "not_live": "This assistant is not available yet. Please try again later.",
    "link_unknown": "This link does not exist or no longer does. Please check the address.",
    "conversation_over": "This conversation is over. You are welcome to start a new one.",
    "conversation_erased": "This conversation was deleted. You are welcome to start a new one.",
    "still_answering": "The previous question is still being answered. Please wait a moment.",
    "too_fast": "That was a little too fast for me. It continues in {seconds} seconds.",
    "not_finished": "The answer could not be stored. Please send the question again.",
    "suggest_prices": "What does it cost?",
    "suggest_hours": "When are you open?",
    "suggest_jobs": "Which jobs do you offer?",
    "suggest_team": "Who is my contact?",
    "suggest_page": "What do you offer on {title}?",
    "days": "Mon Tue Wed Thu Fri Sat Sun",
    "moment": "{day}, {time}",
}
CATALOGUES: dict[Language, dict[str, str]] = {"de": DE, "en": EN}


def say(id: str, language: Language, **values: object) -> str:
    """A text of the catalogue."""
    return CATALOGUES[language][id].format(**values)
