"""How long solving may go on: by the clock, or by work where the same work must give the same plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Watch


@dataclass(slots=True)
class SolveClock:
    """The time of one plan.

    Attributes
    ----------
    wants_stop
        Whether the watch said stop.
    """

    settings: SolveSettings
    watch: Watch
    wants_stop: bool = False
    begun_s: float = field(default_factory=monotonic)

    @property
    def elapsed_s(self) -> float:
        """Seconds since solving began."""
        return monotonic() - self.begun_s

    @property
    def left_s(self) -> float:
        """Seconds that are left, 0 where somebody wants to stop."""
        return 0.0 if self.wants_stop else max(0.0, self.settings.seconds - self.elapsed_s)

    @property
    def work_s(self) -> float:
        """Seconds of work that are left: by the clock, or all of them where work is counted and not time."""
        return float(self.settings.seconds) if self.settings.deterministic else self.left_s

    def tell(
        self, province: str, stage: str, objective_mad: float | None = None, bound_mad: float | None = None
    ) -> None:
        """Tell the watch how far solving is, and take its wish."""
        if self.watch(Progress(province, stage, objective_mad, bound_mad, self.left_s)):
            self.wants_stop = True
