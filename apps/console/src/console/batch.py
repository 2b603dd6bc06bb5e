"""Choosing rows of a list and doing something with all of them, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from console import asking, formats, problems
from console.api import ApiProblem
from console.session import say

Row = TypeVar("Row")


@dataclass(frozen=True)
class Batch(Generic[Row]):
    """The rows of a list by what tells them apart."""

    name: str
    id_of: Callable[[Row], str]
    name_of: Callable[[Row], str]

    def checkbox(self, row: Row) -> None:
        """Chooses a row; its label is the row's name."""
        st.checkbox(f"**{formats.plain(self.name_of(row))}**", key=self.key(self.id_of(row)))

    def key(self, id: str) -> str:
        """The name of a row's checkbox."""
        return f"{self.name}:chosen:{id}"

    def chosen(self, rows: Sequence[Row]) -> list[Row]:
        """Those that are chosen, after buttons that choose all or none."""
        found = [row for row in rows if st.session_state.get(self.key(self.id_of(row)))]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                say("batch.all"),
                key=f"{self.name}:all",
                type="tertiary",
                disabled=len(found) == len(rows),
                on_click=self._choose,
                args=(rows, True),
            )
            if found:
                st.button(
                    say("batch.none"),
                    key=f"{self.name}:none",
                    type="tertiary",
                    on_click=self._choose,
                    args=(rows, False),
                )
                st.caption(say("batch.chosen", count=len(found)))
        return found

    def offer(self, what: str, rows: Sequence[Row], act: Callable[[Row], str], *, icon: str) -> None:
        """A button that asks once more and then does it with each of the rows.

        Its texts are `<name>.many.<what>` and the same with `.sure`; `act` says what came of a row.
        """
        asking.button(
            say(f"{self.name}.many.{what}", count=len(rows)),
            f"{self.name}:many:{what}",
            lambda: self._each(rows, act),
            sure=say(f"{self.name}.many.{what}.sure", count=len(rows)),
            icon=f":material/{icon}:",
        )

    def results(self) -> None:
        """What came of each, until it was read."""
        rows: list[dict[str, str]] | None = st.session_state.get(f"{self.name}:results")
        if rows is None:
            return
        with st.container(border=True):
            st.dataframe(rows, hide_index=True, alt=say("batch.results"), height="content")
            if st.button(say("batch.read"), icon=":material/done_all:"):
                del st.session_state[f"{self.name}:results"]
                st.rerun()

    def _choose(self, rows: Sequence[Row], chosen: bool) -> None:
        for row in rows:
            st.session_state[self.key(self.id_of(row))] = chosen

    def _each(self, rows: Sequence[Row], act: Callable[[Row], str]) -> str:
        results, done = [], 0
        for row in rows:
            try:
                result = act(row)
                done += 1
                st.session_state.pop(self.key(self.id_of(row)), None)
            except ApiProblem as problem:
                if problem.status == 401:
                    raise
                result = problems.briefly(problem)
            results.append({say("label.name"): self.name_of(row), say("label.result"): result})
        st.session_state[f"{self.name}:results"] = results
        return say("batch.done", count=done, of=len(rows))
