"""The unit of work and all SQL of config-svc."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from servicekit.unit import Aggregate, UnitOfWork

from config_svc.domain.actors import Actor
from config_svc.models import ApiKey, AuditEntry, Bot, Member, ObjectKind, Workspace
from config_svc.repository.audit import Audit
from config_svc.repository.bots import Bots
from config_svc.repository.filters import Filters
from config_svc.repository.members import Members
from config_svc.repository.workspaces import ApiKeys, Workspaces

OBJECT_KINDS: dict[type[object], ObjectKind] = {Bot: "bot", Member: "member", ApiKey: "key", Workspace: "workspace"}


class Unit(UnitOfWork):
    """config-svc's repositories."""

    @cached_property
    def bots(self) -> Bots:
        """Bots with their persons and consent texts."""
        return Bots(self.session)

    @cached_property
    def workspaces(self) -> Workspaces:
        """Workspaces."""
        return Workspaces(self.session)

    @cached_property
    def api_keys(self) -> ApiKeys:
        """API keys."""
        return ApiKeys(self.session)

    @cached_property
    def members(self) -> Members:
        """Members."""
        return Members(self.session)

    @cached_property
    def filters(self) -> Filters:
        """Saved filters."""
        return Filters(self.session)

    @cached_property
    def audit_trail(self) -> Audit:
        """The audit trail."""
        return Audit(self.session)

    def audit(self, about: Aggregate, actor: Actor, action: str, changes: Sequence[str] = ()) -> None:
        """Write down who did what; `changes` are JSON pointers."""
        self.audit_trail.add(self.entry(about, actor, action, changes))

    def entry(self, about: Aggregate, actor: Actor, action: str, changes: Sequence[str] = ()) -> AuditEntry:
        """Who did what, to be written down."""
        return AuditEntry(
            id=self.new_id(),
            object_kind=OBJECT_KINDS[type(about)],
            workspace_id=about.workspace_id,
            object_id=about.id,
            object_version=about.version,
            at=self.now(),
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            changes=list(changes),
        )


__all__ = ["ApiKeys", "Audit", "Bots", "Filters", "Members", "Unit", "Workspaces"]
