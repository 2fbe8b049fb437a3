"""How long pages took, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

ALL: Final = "all"
FAILED: Final = 500
"""The first status that is the server's fault; no answer at all is counted with it."""
REFUSED: Final = 400
CONFLICT: Final = 409
"""That another changed the row meanwhile, which is told as it must be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that was asked for: its kind, the status of its answer, 0 for none, and how long it took."""

    kind: str
    status: int
    ms: float


@dataclass(frozen=True, slots=True)
class PageTimes:
    """How long pages of a kind took, from the request to the last byte of the page to which it led.

    Attributes
    ----------
    failed
        Answers that tell of the server's fault, and requests without one.
    refused
        Answers that tell of the asker's, conflicts of two who changed one row left out.
    """

    kind: str
    count: int
    p50_ms: int
    p95_ms: int
    p99_ms: int
    most_ms: int
    failed: int
    refused: int

    def row(self) -> dict[str, Any]:
        """Return what a table shows of it."""
        return {
            "page": self.kind,
            "times": self.count,
            "p50, ms": self.p50_ms,
            "p95, ms": self.p95_ms,
            "p99, ms": self.p99_ms,
            "most, ms": self.most_ms,
            "5xx": self.failed,
            "refused": self.refused,
        }


def times_of(asked: Iterable[Asked]) -> tuple[PageTimes, ...]:
    """Return how long all pages took, and then those of each kind."""
    there = list(asked)
    kinds = sorted({each.kind for each in there})
    return tuple(
        _times(kind, [each for each in there if kind in (ALL, each.kind)]) for kind in ([ALL, *kinds] if there else [])
    )


def _times(kind: str, asked: Sequence[Asked]) -> PageTimes:
    sorted_ms = sorted(each.ms for each in asked)
    p50, p95, p99, most = (round(_rank(sorted_ms, share)) for share in (50, 95, 99, 100))
    failed = sum(not each.status or each.status >= FAILED for each in asked)
    refused = sum(REFUSED <= each.status < FAILED and each.status != CONFLICT for each in asked)
    return PageTimes(kind, len(asked), p50, p95, p99, most, failed, refused)


def _rank(sorted_ms: Sequence[float], share: int) -> float:
    """Return the smallest of the times that so many percent of them do not exceed."""
    return sorted_ms[-(-share * len(sorted_ms) // 100) - 1]
