"""HTTP endpoints of chat-svc."""

from servicekit.http import routes_of

from chat_svc.api import improving, messages, operators, pages, sessions, visitors

routes = routes_of(sessions.router, messages.router, visitors.router, operators.router, improving.router, pages.router)
