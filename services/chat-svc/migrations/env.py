"""Runs chat-svc's migrations."""

from chat_svc.models import Base
from servicekit.migrations import run_env

run_env(Base.metadata)
