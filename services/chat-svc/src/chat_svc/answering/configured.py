"""What is answered without a page: small talk, and what is configured of the company."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge import Passage
from servicekit.kit import Kit

from chat_svc.adapters.resources import Resources
from chat_svc.answering import opening
from chat_svc.answering.finding import Finding
from chat_svc.answering.naming import naming
from chat_svc.domain.citations import Citation
from chat_svc.domain.complaints import complains
from chat_svc.domain.draft import Draft
from chat_svc.domain.expecting import asks_who
from chat_svc.domain.fitting import in_charge
from chat_svc.domain.smalltalk import goes_on_about_hours
from chat_svc.domain.staff import asked_for
from chat_svc.domain.whereabouts import Whereabouts, asks_the_way, whereabouts
from chat_svc.domain.wishes import asks_how, only_wishes, reserves, says_how
from chat_svc.repository import Unit
from chat_svc.service import company, hours
from chat_svc.service.asking import Asked
from chat_svc.service.reaching import Reason, way_to_reach, way_to_reserve
from chat_svc.settings import Settings
from chat_svc.texts import say


class Configured:
    """Tells what the configuration knows, and enters it in the draft of one answer."""

    def __init__(
        self,
        kit: Kit[Settings, Unit, Resources],
        asked: Asked,
        draft: Draft,
        finding: Finding,
        show: Callable[[str], None],
    ) -> None:
        """`show` brings text to the visitor."""
        self._kit = kit
        self._asked = asked
        self._draft = draft
        self._finding = finding
        self._show = show

    async def told(self) -> bool:
        """Say what needs no page; whether nothing is left to be answered."""
        asked, draft, understood = self._asked, self._draft, self._asked.understood
        if understood.small_talk is not None:
            draft.mode = "smalltalk"
            self._finding.drop()
            self._show(say(understood.small_talk, asked.language, company=understood.company))
            return True
        if understood.asks_whether_human:
            self._show(say("human", asked.language, company=understood.company) + "\n\n")
        speaks_of_hours = hours.shown(asked.configuration)
        if speaks_of_hours and (understood.asks_for_hours or goes_on_about_hours(understood.question, asked.earlier)):
            draft.mode, draft.grounded = "configured", True
            draft.citations = await self._tell_hours(understood.question)
            await self._finding.vector()
            return True
        if self._told_whereabouts() or await self._told_persons():
            return True
        if only_wishes(asked.text, asked.answer_before):
            self._finding.drop()
            return self._told_how()
        if understood.hours_question and speaks_of_hours:
            await self._tell_hours(understood.hours_question)
            self._show("\n\n")
        return False

    def _told_whereabouts(self) -> bool:
        """Say where the company is or how it is reached, when that is asked and configured."""
        asked = self._asked
        wanted = None if asked.leans else whereabouts(asked.understood.question)
        if wanted is None or not self._told_configured(wanted):
            return False
        self._finding.drop()
        return True

    def _told_configured(self, wanted: Whereabouts) -> bool:
        """Say what is configured of that, if anything is."""
        text = company.told(self._asked.configuration, wanted, self._asked.language)
        if text:
            self._draft.mode, self._draft.grounded = "configured", True
            self._show(text)
        return bool(text)

    def told_rather(self, passages: Sequence[Passage]) -> bool:
        """Say what is configured where these passages hardly answer: the address for the way, how one is reached."""
        asked = self._asked
        if not passages and asks_the_way(asked.understood.question) and self._told_configured("address"):
            return True
        return asks_how(asked.text) and not any(says_how(one.chunk.text) for one in passages) and self._told_how()

    def _told_how(self) -> bool:
        """Say how one gets in touch."""
        asked = self._asked
        self._draft.mode = "configured"
        why: Reason = "complaint" if complains(asked.text) else "wish"
        self._show(way_to_reach(asked.bot, asked.configuration, asked.language, why))
        return True

    def told_instead(self) -> bool:
        """Say what is configured where the pages have no answer: the way, how one is reached, where to reserve."""
        asked = self._asked
        if self.told_rather(()):
            return True
        text = way_to_reserve(asked.configuration, asked.language) if reserves(asked.text) else ""
        if text:
            self._draft.mode = "configured"
            self._show(text)
        return bool(text)

    async def _told_persons(self) -> bool:
        """Say which of the configured persons are asked for, by what they do or are; cards and the page follow."""
        asked, question = self._asked, self._asked.understood.question
        own, named = asked.configuration.contact_persons, asked.understood.company
        if not own.enabled:
            return False
        responsible = in_charge(own.persons, question, named) if asks_who(question) else None
        found = [responsible] if responsible else asked_for(own.persons, question, named)
        if not found:
            return False
        self._draft.mode, self._draft.grounded, self._draft.names_person = "configured", True, True
        self._show(
            company.in_charge(responsible, asked.language)
            if responsible
            else company.staff(found, own.persons, asked.language)
        )
        source = await naming(self._finding, found[0].name)
        if source is not None:
            self._show(f" [{source.n}]")
            self._draft.citations = [source]
        return True

    async def _tell_hours(self, question: str) -> list[Citation]:
        text, citations = await opening.told(self._kit.resources, self._asked, question, self._kit.clock.now())
        self._show(text)
        return citations
