"""The unit of work and all SQL, by what it is for."""

from __future__ import annotations

from functools import cached_property

from analytics_svc.repository.counting import Bot, Counting, Engagement, figures_of
from analytics_svc.repository.forgetting import Forgetting
from analytics_svc.repository.reading import Asked, Question, Reading
from analytics_svc.repository.reports import KnownBot, Reports
from analytics_svc.repository.watching import Watching


class Unit(Counting, Reading, Watching, Forgetting):
    """A transaction of analytics-svc."""

    @cached_property
    def reports(self) -> Reports:
        """Reports and what only they need to know."""
        return Reports(self.session)


__all__ = ["Asked", "Bot", "Engagement", "KnownBot", "Question", "Unit", "figures_of"]
