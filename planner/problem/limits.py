"""What a province's tours may use at most: its people day by day, and what is left of the caps on money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TourLimits:
    """Limits of one province's tours.

    Attributes
    ----------
    crew_on_day
        Persons that may be on duty, shape (professions, days).
    crew_in_week
        Person-days that may be given from Monday to Sunday, shape (professions, weeks).
    crew_in_season
        Person-days that may be given in the season, shape (professions,).
    cap_chapters
        Which chapters of TOUR_CHAPTERS a cap limits, shape (caps, 5).
    cap_left
        Centimes that tours may still spend under each cap, shape (caps,).
    """

    crew_on_day: NDArray[np.int32]
    crew_in_week: NDArray[np.int32]
    crew_in_season: NDArray[np.int32]
    cap_chapters: NDArray[np.bool_]
    cap_left: NDArray[np.float64]
