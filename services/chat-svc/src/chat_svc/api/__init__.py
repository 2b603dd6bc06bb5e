"""HTTP endpoints of chat-svc."""

from chat_svc.api import improving, messages, operators, pages, sessions, visitors

routers = (sessions.router, messages.router, visitors.router, operators.router, improving.router, pages.router)
