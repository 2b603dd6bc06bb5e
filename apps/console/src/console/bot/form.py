"""Fields of a bot's draft: each shows its value and what the API says of it, and keeps what is typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from console.bot.editing import Editing
from console.bot.patches import Json
from console.session import say
from console.texts import CATALOGUE


def label(pointer: str) -> str:
    """A field's name."""
    return say(f"edit{pointer.replace('/', '.')}")


def help_of(pointer: str) -> str | None:
    """What a field is for, where its name does not say it."""
    id = f"edit{pointer.replace('/', '.')}.help"
    return say(id) if CATALOGUE.knows(id) else None


@dataclass
class Form:
    """The fields of one part."""

    editing: Editing
    shown: list[str] = field(default_factory=list)
    """Their pointers."""

    def text(
        self,
        pointer: str,
        *,
        most: int,
        lines: int = 1,
        example: str = "",
        empty: Json = "",
        required: bool = False,
        read_as: str | None = None,
    ) -> str:
        """A text. `empty` is stored for none; `read_as` is how people write what is stored."""
        stored = self.editing.value(pointer) or ""
        value = read_as if read_as and pointer not in self.editing.typed else stored
        name, key = label(pointer) + (" *" if required else ""), self.editing.key(pointer)
        if lines > 1:
            typed = st.text_area(
                name, value, max_chars=most, height=24 * lines + 34, placeholder=example, help=help_of(pointer), key=key
            )
        else:
            typed = st.text_input(name, value, max_chars=most, placeholder=example, help=help_of(pointer), key=key)
        same = value != stored and typed == value
        self._keep(pointer, stored if same else (typed or "").strip() or empty)
        return typed or ""

    def switch(self, pointer: str) -> bool:
        """On or off."""
        typed = st.toggle(
            label(pointer), bool(self.editing.value(pointer)), help=help_of(pointer), key=self.editing.key(pointer)
        )
        self._keep(pointer, typed)
        return typed

    def number(self, pointer: str, least: int, most: int) -> int:
        """A whole number."""
        value = int(self.editing.value(pointer) or 0)
        typed = int(
            st.number_input(
                label(pointer), least, most, value, help=help_of(pointer), key=self.editing.key(pointer), width=220
            )
        )
        self._keep(pointer, typed)
        return typed

    def color(self, pointer: str) -> str:
        """A colour; lower case, as the API writes it."""
        typed = str(
            st.color_picker(
                label(pointer), self.editing.value(pointer), help=help_of(pointer), key=self.editing.key(pointer)
            )
        ).lower()
        self._keep(pointer, typed)
        return typed

    def choice(self, pointer: str, options: Sequence[str], shown: Callable[[str], str]) -> str:
        """One of a few, all in view."""
        value = self.editing.value(pointer)
        typed = st.segmented_control(
            label(pointer),
            options,
            default=value if value in options else options[0],
            required=True,
            format_func=shown,
            help=help_of(pointer),
            key=self.editing.key(pointer),
        )
        self._keep(pointer, typed)
        return str(typed)

    def one_of(self, pointer: str, options: Sequence[str | None], shown: Callable[[str | None], str]) -> str | None:
        """One of many, from a list."""
        value = self.editing.value(pointer)
        every = [*options, *([] if value in options else [value])]
        typed: str | None = st.selectbox(
            label(pointer),
            every,
            index=every.index(value),
            format_func=shown,
            help=help_of(pointer),
            key=self.editing.key(pointer),
        )
        self._keep(pointer, typed)
        return typed

    def words(self, pointer: str, *, example: str = "") -> list[str]:
        """Any number of words, each typed in and entered."""
        value = list(self.editing.value(pointer) or [])
        typed = st.multiselect(
            label(pointer),
            value,
            default=value,
            accept_new_options=True,
            placeholder=example or say("edit.words"),
            help=help_of(pointer),
            key=self.editing.key(pointer),
        )
        self._keep(pointer, [str(one).strip() for one in typed])
        return typed

    def put(self, pointer: str, value: Json) -> None:
        """What an editor of its own came to."""
        self._keep(pointer, value)

    def rest(self) -> None:
        """What the API says of fields that are not in view here."""
        for pointer, message in self.editing.errors.items():
            if not any(pointer == one or pointer.startswith(f"{one}/") for one in self.shown):
                st.error(f"{pointer.strip('/').replace('/', ' › ')}: {message}", icon=":material/error:")

    def _keep(self, pointer: str, value: Json) -> None:
        self.shown.append(pointer)
        self.editing.note(pointer, value)
        for where, message in self.editing.errors.items():
            if where == pointer or where.startswith(f"{pointer}/"):
                st.markdown(f":red[:material/error: {message}]")
