"""What many people at once met with on the pages, and what they cost the plan that was made meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.page_times import PageTimes
from benchmarks.planning import Planned


@dataclass(frozen=True, slots=True)
class Load:
    """People at once on a database of a kind, for some seconds.

    Attributes
    ----------
    pages
        How long pages took: all, and then each kind.
    saved, conflicts
        Changes of rows that were told to be saved, and those of which two people were told.
    alone, beside
        What the same seconds of planning came to with nobody there, and with people beside.
    web_cpu_s, web_memory_mb
        Of the server of the pages.
    people_cpu_s
        The seconds of a processor that people took from the planner: the pages, the database, the browsers.
    others_cpu_s
        What processes had meanwhile that have nothing to do with it: pages are slower on a machine that others use.
    faults
        What should not be, a line each: a change that was lost, a fault that was told wrongly, a run that failed.
    """

    database: str
    people: int
    load_s: float
    pages: tuple[PageTimes, ...]
    saved: int
    conflicts: int
    alone: Planned
    beside: Planned
    web_cpu_s: float
    people_cpu_s: float
    others_cpu_s: float
    web_memory_mb: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every page was answered, nothing was lost and nothing told wrongly."""
        return not self.faults and not self.pages[0].failed

    @property
    def slower(self) -> float:
        """The share of what the planner would have had of the processors that it had not, because of people."""
        return self.people_cpu_s / (self.people_cpu_s + self.beside.cpu_s)

    def row(self) -> dict[str, Any]:
        """Return what a table shows of it beside the pages."""
        return {
            "database": self.database,
            "people": self.people,
            "seconds": self.load_s,
            "saved rows": self.saved,
            "conflicts told": self.conflicts,
            "gap alone": _percent(self.alone.gap, 3),
            "gap beside": _percent(self.beside.gap, 3),
            "planner alone, processor s": self.alone.cpu_s,
            "planner beside, processor s": self.beside.cpu_s,
            "people, processor s": self.people_cpu_s,
            "others, processor s": self.others_cpu_s,
            "slower": _percent(self.slower, 1),
            "web, MB": self.web_memory_mb,
            "faults": "; ".join(self.faults) or 0,
        }


def load_of(kept: dict[str, Any]) -> Load:
    """Return what was kept of it as JSON."""
    plans = {name: Planned(**kept[name]) for name in ("alone", "beside")}
    return Load(**kept | plans | {"pages": tuple(PageTimes(**each) for each in kept["pages"])})


def _percent(share: float | None, places: int) -> str | None:
    return None if share is None else f"{100 * share:.{places}f} %"
