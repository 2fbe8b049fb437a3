"""What solving returns, in numbers of the index: what is chosen, and what was proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planner.domain.notes import NoteWord


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One day of a tour, in numbers of its province's `TourProblem`.

    Attributes
    ----------
    start, end
        Nodes where the day begins and ends.
    points, consultations
        Stops in order and what each sees; both may be empty on a day that only drives.
    """

    start: int
    end: int
    points: tuple[int, ...]
    consultations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TourChoice:
    """A unit's tour from a first day on, a `DayChoice` a day."""

    unit: int
    first_day: int
    days: tuple[DayChoice, ...]


Tours = tuple[TourChoice, ...]
"""Tours of one province."""


@dataclass(frozen=True, slots=True)
class CaravanChoice:
    """A caravan held: national numbers; `site` counts centres first and then points."""

    caravan: int
    site: int
    first_day: int


@dataclass(frozen=True, slots=True)
class PostChoice:
    """An ambulance posted at a centre from a first to a last day, national numbers."""

    ambulance: int
    centre: int
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """A person on a day's duty: on a tour (province and place in its tuple of tours) or a caravan (its number)."""

    staff: int
    day: int
    province: int
    tour: int = -1
    caravan: int = -1


@dataclass(frozen=True, slots=True)
class UseChoice:
    """A piece of equipment with a caravan."""

    equipment: int
    caravan: int


FLOATS: Final = 1e-6
"""Share of what was reached by which floats may lift a proof above it."""
ALL_PROVINCES: Final = -1
"""Instead of a province, where something is of them all."""


@dataclass(frozen=True, slots=True)
class StageResult:
    """What one stage reached and proved, centimes; `given` says what it took as given."""

    name: str
    province: int
    objective_centimes: int
    bound_centimes: int
    operations_centimes: int
    seconds: float
    given: str


@dataclass(frozen=True, slots=True)
class Note:
    """What went otherwise than meant in a province or in all of them, and why or how many."""

    what: NoteWord
    province: int
    detail: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All that makes a plan; `tours` by province number."""

    tours: dict[int, Tours]
    caravans: tuple[CaravanChoice, ...] = ()
    posts: tuple[PostChoice, ...] = ()
    duties: tuple[DutyChoice, ...] = ()
    uses: tuple[UseChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen, with the proven bound of the whole.

    Attributes
    ----------
    bound_centimes
        No plan of this problem has a smaller objective.
    was_stopped
        Whether someone asked to stop before the time was over.
    """

    choices: Choices
    bound_centimes: int
    stages: tuple[StageResult, ...] = ()
    was_stopped: bool = False
    notes: tuple[Note, ...] = ()
