"""Tours of the relaxation, as they are offered to whoever shares out money and people."""

from __future__ import annotations

from typing import NamedTuple

from planner.problem.arrays import Floats


class TourOffer(NamedTuple):
    """Tours of the relaxation.

    Attributes
    ----------
    cost_mad
        Their objective where money has no price beyond itself.
    spent_mad, crew_days
        By tour chapter; and person-days by profession.
    """

    cost_mad: float
    spent_mad: Floats
    crew_days: Floats
