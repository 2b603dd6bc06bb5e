"""What each operation asks of its caller. An operation that is missing here fails the matrix: nobody thought of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.security.running.world import PIXEL, SERVICES

NEEDS: dict[str, str] = {
    "bots:read": "getChatbot listChatbots listChatbotAudit listContactPersons getOpeningStatus listVersions getVersion "
    "listSources getSource sourceEvents listSourcePages",
    "bots:write": "createChatbot changeChatbot deleteChatbot publishChatbot activateChatbot deactivateChatbot "
    "restoreVersion rotateChatbotToken setChatbotLogo setChatbotProfileImage extendDemo addContactPerson "
    "orderContactPersons removeContactPerson changeContactPerson setContactPersonImage",
    "workspace:admin": "listWorkspaces createWorkspace getWorkspace changeWorkspace deleteWorkspace listApiKeys "
    "createApiKey revokeApiKey convertDemo listMembers inviteMember inviteMemberAgain changeMember removeMember "
    "listAudit",
    "sources:write": "addSource removeSource refreshSource closeGap",
    "conversations:read": "listConversations getConversation listGaps searchKnowledge",
    "leads:read": "listLeads getLead listLeadHistory listFilters saveFilter deleteFilter",
    "leads:write": "changeLead changeManyLeads captureEmail requestContact askPrivacy getPrivacyRequest "
    "listPrivacyRequests addLeadTask changeLeadTask deleteLeadTask",
    "leads:export": "exportLeads exportLeadsWithNames",
    "analytics:read": "getKpis listReports requestReport getReport getReportWorkbook getReportPage getAnalytics "
    "streamAnalytics exportAnalytics getEngagement listQuestions listActivity",
    "prospects:read": "listProspects countProspects getProspect getCallSheet getLetter listMessages "
    "exportSuppressions getTemplate listTemplates",
    "prospects:write": "research createProspect createProspects recordLawfulBasis retryProspect setProspectStage "
    "changeProspect editMessage putTemplate resetTemplate",
    "outreach:send": "approveMessage rejectMessage settleMessage askForConsent markLetterPosted importSuppressions "
    "removeSuppression",
    "ops:read": " ".join(f"get{name.removesuffix('-svc').capitalize()}Health" for name in SERVICES),
}
"""A scope, and the operations that need it and no other."""
OPS = {
    f"{verb}{name.removesuffix('-svc').capitalize()}{what}"
    for name in SERVICES
    for verb, what in (("list", "DeadLetters"), ("replay", "DeadLetter"), ("list", "Jobs"))
} | {"listOptOuts", "addOptOut", "removeOptOut"}
"""Of events, jobs and opt-outs: they want the whole workspace's key, or the platform's."""
SCOPE_OF: dict[str, str] = {id: scope for scope, ids in NEEDS.items() for id in ids.split()} | dict.fromkeys(
    OPS, "workspace:admin"
)

OPTIONAL_KEY = {
    "askPrivacy": "a person asks without a key and gets an answer that is always the same",
    "getPrivacyRequest": "a person comes with the token of their mail",
    "captureEmail": "a visitor comes with their token",
    "requestContact": "a visitor comes with their token",
}
"""Where a key is one of two ways in, and why."""
VISITORS = {
    *("openBooking", "eraseConversation", "recallConversation", "declineEmailPrompt", "endConversation"),
    *("greet", "mailTranscript", "rateAnswer", "sendMessage", "stopAnswer", "transcript"),
}
"""A visitor's token opens them, and nothing else."""
SIGNED_IN = {"signOut": "asks for the key of a sign-in, and ends it"}
"""What only a member who is signed in may do, and why no key that somebody made opens it."""
ANY_KEY = {"getSession": "says what the key's own holder may do"}
"""What needs a key and no scope, and why."""
PUBLIC = {
    "signIn": "asks for a token of the company's own sign-in",
    "openSession": "asks for the token of the bot's link",
    "getPicture": "pictures are shown on companies' own sites; their names are random",
    "receiveInbound": "asks for a signature of the mail system",
    "showPrivacyConfirmation": "asks for the token of a mailed link",
    "confirmPrivacy": "asks for the token of a mailed link",
    "showConfirm": "asks for the token of a mailed link",
    "confirm": "asks for the token of a mailed link",
    "showUnsubscribe": "asks for the token of a mailed link",
    "unsubscribe": "asks for the token of a mailed link",
}
"""Without key and visitor token, and why."""

OF_ONE_BOT = {
    "listChatbots": "only the bots of the key",
    "listLeads": "only leads of the key's bots",
    "exportLeads": "only leads of the key's bots",
    "exportLeadsWithNames": "only leads of the key's bots",
    "listActivity": "only the bots of the key",
    "changeManyLeads": "says of each lead of another bot that it is not there",
}
"""Where a key for single bots gets a part of the workspace, and which; everywhere else it is refused."""
WHOLE_WORKSPACE_OF_OWN = {
    "getTemplate": "each workspace has the same names, with its own wording",
    "putTemplate": "each workspace has the same names, with its own wording",
    "resetTemplate": "each workspace has the same names, with its own wording",
}
"""Where the path names no object of one workspace."""

ENQUIRY = {
    "kind": "enquiry",
    "email": "frage@werkstatt.example",
    "occurred_at": datetime(2026, 3, 2, tzinfo=UTC).isoformat(),
    "channel": "Telefon",
}
CONSENT = {"accepted": True, "number": 1, "language": "de"}
Bodies = Callable[[dict[str, str]], dict[str, Any]]
BODIES: dict[str, Bodies] = {
    "createChatbot": lambda _: {"json": {"name": "Noch einer"}},
    "changeChatbot": lambda _: {"json": {"description": "übernommen"}},
    "orderContactPersons": lambda ids: {"json": {"person_ids": [ids["person_id"]]}},
    "addContactPerson": lambda _: {"json": {"name": "Rita Sommer", "email": "rita@werkstatt.example"}},
    "changeContactPerson": lambda _: {"json": {"name": "Rita Winter"}},
    "setContactPersonImage": lambda _: {"content": PIXEL},
    "setChatbotLogo": lambda _: {"content": PIXEL},
    "setChatbotProfileImage": lambda _: {"content": PIXEL},
    "createWorkspace": lambda _: {"json": {"name": "Noch eine GmbH"}},
    "changeWorkspace": lambda _: {"json": {"operator_email": "uebernommen@werkstatt.example"}},
    "listFilters": lambda _: {"params": {"list": "leads"}},
    "saveFilter": lambda _: {"json": {"list": "leads", "name": "Übernommen", "values": {"status": "new"}}},
    "inviteMember": lambda _: {"json": {"email": "nachbar@werkstatt.example", "name": "Nachbar"}},
    "changeMember": lambda _: {"json": {"name": "Übernommen"}},
    "createApiKey": lambda _: {"json": {"name": "Nachschlüssel", "scopes": ["workspace:admin"]}},
    "addSource": lambda _: {"json": {"kind": "text", "title": "Preise", "text": "Eine Stunde kostet 40 Euro."}},
    "research": lambda ids: {"json": {"website": ids["site"]}},
    "changeLead": lambda _: {"json": {"status": "contacted"}},
    "addLeadTask": lambda _: {"json": {"text": "Zurückrufen"}},
    "changeLeadTask": lambda _: {"json": {"text": "Übernommen", "done": True}},
    "changeManyLeads": lambda ids: {"json": {"ids": [ids["lead_id"]], "status": "contacted"}},
    "exportLeadsWithNames": lambda _: {"json": {"members": {}, "otherwise": "Jemand"}},
    "captureEmail": lambda _: {"json": {"email": "neu@werkstatt.example", "consent": CONSENT}},
    "requestContact": lambda ids: {
        "json": {"person_id": ids["person_id"], "email": "neu@werkstatt.example", "consent": CONSENT}
    },
    "askPrivacy": lambda ids: {"json": {"kind": "export", "lead_id": ids["lead_id"]}},
    "requestReport": lambda ids: {"json": {"period": "week", "first_day": ids["monday"]}},
    "createProspect": lambda ids: {"json": {"website": ids["site"]}},
    "createProspects": lambda ids: {"content": f"website\n{ids['site']}\n", "headers": {"Content-Type": "text/csv"}},
    "recordLawfulBasis": lambda _: {"json": ENQUIRY},
    "changeProspect": lambda _: {"json": {"value": 1200}},
    "setProspectStage": lambda _: {"json": {"stage": "won"}},
    "editMessage": lambda _: {"json": {"subject": "Übernommen", "body": "Guten Tag, übernommen."}},
    "settleMessage": lambda _: {"json": {"arrived": True}},
    "putTemplate": lambda _: {"json": {"subject": "Ihre Vorführung", "body": "Guten Tag"}},
    "importSuppressions": lambda _: {"json": {"emails": ["ab@werkstatt.example"]}},
    "removeSuppression": lambda _: {"params": {"email": "gesperrt@werkstatt.example"}},
    "addOptOut": lambda _: {"json": {"host": "ruhe.example", "reason": "Brief der Firma"}},
    "removeOptOut": lambda _: {"params": {"host": "ruhe.example"}},
    "openBooking": lambda ids: {"json": {"person_id": ids["person_id"]}},
    "listActivity": lambda ids: {"params": {"chatbot_id": ids["chatbot_id"]}},
    "searchKnowledge": lambda _: {"params": {"q": "Was kostet eine Küche mit Insel?"}},
    "mailTranscript": lambda _: {"json": {"email": "besucher@werkstatt.example", "consent": True}},
    "rateAnswer": lambda ids: {"json": {"message_id": ids["answer_id"], "rating": 1}},
    "sendMessage": lambda _: {"json": {"text": "Was kostet eine Küche mit Insel?"}},
    "stopAnswer": lambda ids: {"json": {"message_id": ids["answer_id"]}},
    "openSession": lambda _: {"json": {"token": "no-such-token"}},
    "signIn": lambda _: {"json": {"id_token": "no-such-token", "nonce": "no-such-nonce-at-all"}},
    "receiveInbound": lambda _: {
        "json": {"id": "r1", "kind": "reply", "message_id": "<m@a.example>", "at": "2026-03-02T10:00:00Z"}
    },
}
"""What is sent, so that an operation is refused for its caller and not for its body."""
