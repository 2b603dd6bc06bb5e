"""HTTP endpoints of chat-svc."""

from chat_svc.api import messages, operators, pages, sessions, visitors

routers = (sessions.router, messages.router, visitors.router, operators.router, pages.router)
