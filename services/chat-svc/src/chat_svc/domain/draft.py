"""An answer as it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from chat_svc.domain.citations import Citation

Mode = Literal["model", "quoted", "configured", "smalltalk"]
"""Written by a model, quoted from pages, taken from the configuration, or small talk."""
Vector = NDArray[np.float32]


@dataclass
class Draft:
    """The answer so far, and how it was made. Times are in milliseconds from the request on."""

    mode: Mode = "quoted"
    text: str = ""
    answered: bool = True
    grounded: bool = False
    citations: list[Citation] = field(default_factory=list)
    broken_off: bool = False
    stopped: bool = False
    tokens: int = 0
    first_token_ms: int | None = None
    total_ms: int = 0
    query: str = ""
    """What is asked, with what it leans on."""
    reworded: str = ""
    """The same in the site's words, where it was found with these."""
    next_questions: tuple[str, ...] = ()
    """What a visitor may go on with."""
    vector: Vector | None = None
    names_person: bool = False
    """Whether it says who of the company is meant: their card follows."""

    @property
    def sought(self) -> str:
        """What the passages were found with."""
        return self.reworded or self.query

    @property
    def small_talk(self) -> bool:
        """Whether nothing was asked."""
        return self.mode == "smalltalk"
