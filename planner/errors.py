"""What goes wrong, in sentences that people understand: faults in what was given, and the errors that end a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "ar", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a campaign or plan: where it stands, what is wrong, and what mends it.

    Attributes
    ----------
    file
        The file's or sheet's name.
    row
        As a spreadsheet counts: the header is row 1; 0 where the whole file is meant.
    column, value
        The cell, where one is meant.
    code
        The kind of fault: a key of the catalogue that gives it its sentences.
    details
        What the sentences have to say in their gaps, by name.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


class RiayaError(Exception):
    """The root of the program's own errors."""


class FaultyInputError(RiayaError):
    """What was given has faults; all of them are in `faults`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class RefusedPlanError(RiayaError):
    """Our own checker refused a plan that we made; nothing of it may be shown."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"the checker refused the plan: {len(faults)} faults")
        self.faults = tuple(faults)
