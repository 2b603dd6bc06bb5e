"""What a cosine means under a given embedding model.

Models spread their cosines differently: E5 puts everything between 0.7 and 0.95, others between 0 and 0.8. Questions
with the passage that answers them, and with passages that don't, show where a model puts the two; a cosine is then read
as a place between these marks, and one set of thresholds serves every model.

The vectors of questions also share a direction, that of being a question, which makes passages that sound like one
("Häufige Fragen: klicken Sie auf eine Frage") near to all of them. A part of it is taken out of every question's
vector; measured on the labelled sites, that and more weight for words brought the right passage among the first three
in four more of a hundred questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PAIRS: tuple[tuple[str, str], ...] = (
    ("Was kostet eine Zahnreinigung?", "Die professionelle Zahnreinigung kostet 95 Euro und dauert etwa 50 Minuten."),
    (
        "Haben Sie am Samstag offen?",
        "Unsere Werkstatt ist von Montag bis Freitag geöffnet, samstags nie.",
    ),
    ("Wie lange dauert der Versand?", "Bestellungen verlassen unser Lager nach zwei Werktagen und sind am vierten da."),
    ("Kann ich mit dem Hund kommen?", "Hunde sind auf der Terrasse willkommen; in den Gasträumen bitten wir um Leine."),
    ("Wer leitet die Buchhaltung?", "Ansprechpartnerin der Finanzbuchhaltung ist Frau Kerstin Wolters, Durchwahl 14."),
    ("Bieten Sie Finanzierung an?", "Ab 3.000 Euro zahlen Sie auf Wunsch in zwölf Raten, zusammen mit der Sparkasse."),
    ("Welche Farben gibt es?", "Die Gehäuse liefern wir in Anthrazit, Lichtgrau und Verkehrsrot."),
    (
        "Gibt es Parkplätze vor dem Haus?",
        "Gäste stellen ihr Auto in die Tiefgarage am Lindenplatz, zwei Stunden frei.",
    ),
    ("Wie kündige ich meinen Vertrag?", "Die Kündigung ist mit drei Monaten Frist zum Jahresende schriftlich möglich."),
    ("Bilden Sie Lehrlinge aus?", "Zum September suchen wir zwei Auszubildende für den Beruf Elektroniker."),
    ("Ist das Material wetterfest?", "Das Gewebe ist wasserdicht, hält UV-Licht stand und übersteht Frost bis -30 °C."),
    (
        "Machen Sie auch Notdienst?",
        "Bei Rohrbruch ist unsere Bereitschaft rund um die Uhr unter 0800 erreichbar.",
    ),
    (
        "Muss ich einen Termin vereinbaren?",
        "Kommen Sie ohne Anmeldung vorbei; lange Beratungen buchen Sie online.",
    ),
    ("Was ist im Frühstück enthalten?", "Das Buffet am Morgen umfasst Brot, Käse, Eier, Müsli und Kaffee für 14 Euro."),
    ("Do you ship to Austria?", "We deliver to all countries of the European Union; Austria takes three days."),
    ("How do I reset the device?", "Hold the button for ten seconds until the lamp blinks, then the unit restarts."),
)
"""Questions with a passage that answers them; every other passage does not. Of trades that no labelled set is about."""

MIN_SEPARATION = 1.5
"""Distance of the two marks in standard deviations from which a model is trusted; multilingual-e5-small has 2.6."""


SHARED_OUT = 0.35
"""How much of what all questions share is taken out; figures are level between 0.3 and 0.5, more loses wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Two marks on a model's cosines: the mean over passages that don't answer, and over those that do.

    `spread` is the standard deviation of the former.
    """

    unrelated: float
    related: float
    spread: float

    def of(self, cosine: float) -> float:
        """A cosine as nearness: 0 where passages usually have nothing to do with the question, 1 where they answer."""
        return (cosine - self.unrelated) / max(self.related - self.unrelated, 1e-3)

    @property
    def tells_apart(self) -> bool:
        """Whether the model can say that a passage answers; a weak one may order passages, but not judge them."""
        return self.related - self.unrelated >= MIN_SEPARATION * self.spread


def questions() -> list[str]:
    """The questions to embed."""
    return [question for question, _ in PAIRS]


def passages() -> list[str]:
    """The passages to embed."""
    return [passage for _, passage in PAIRS]


def own_direction(asked: NDArray[np.float32], shared: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors of questions, a row each or a single one, less a part of what they share; of unit length."""
    rest = asked - np.float32(SHARED_OUT) * shared
    own: NDArray[np.float32] = rest / np.maximum(np.linalg.norm(rest, axis=-1, keepdims=True), 1e-6)
    return own.astype(np.float32)


def scale_of(asked: Sequence[Sequence[float]] | NDArray[np.float32], given: NDArray[np.float32]) -> Scale:
    """The marks from the vectors of `questions()`, as questions are searched for, and `passages()`, one row each."""
    left, right = (_unit(np.asarray(rows, dtype=np.float64)) for rows in (asked, given))
    cosines = left @ right.T
    others = ~np.eye(len(PAIRS), dtype=bool)
    return Scale(
        unrelated=float(cosines[others].mean()),
        related=float(np.diag(cosines).mean()),
        spread=float(cosines[others].std()),
    )


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return unit
