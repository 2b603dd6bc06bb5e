"""What of a picture is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Square:
    """A square part of a picture: its side as a share of the shorter edge, its place as shares of the room left."""

    left: float = 0.5
    top: float = 0.5
    side: float = 1.0

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Its edges in a picture of this size."""
        side = max(1, round(min(width, height) * self.side))
        left, top = round((width - side) * self.left), round((height - side) * self.top)
        return left, top, left + side, top + side
