"""The chapters that tours spend on, by number."""

from __future__ import annotations

from typing import Final

from planner.domain.columns import Chapter

TOUR_CHAPTERS: Final[tuple[Chapter, ...]] = ("fuel", "per_diem", "medicines", "upkeep", "hire")
"""In the order of cost arrays."""
FUEL, PER_DIEM, MEDICINES, UPKEEP, HIRE = range(len(TOUR_CHAPTERS))
