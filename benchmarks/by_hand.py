"""The careful hand plan beside the optimiser's: the same campaign, the same caps, the same checkers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench, benchmark, campaigns, name_of
from benchmarks.figures import Figures

HAND: Final = Path(__file__).with_name("hand.py")


@benchmark()
@campaigns
def by_hand(bench: Bench, campaigns: tuple[Path, ...]) -> Iterator[Figures]:
    """Plan each of CAMPAIGNS by the optimiser and by hand, and print both beside one another."""
    for number, campaign in enumerate(campaigns, start=1):
        name = name_of(campaign)
        best = bench.plan(name, campaign, f"{number}-best")
        # Both are plans of one problem: what no plan can beat, the hand plan cannot either.
        if best.bound_mad is None:
            yield Figures(f"{name} by hand", failure="no bound to hold it against")
        else:
            hand = bench.place / f"{number}-hand"
            yield bench.measure(f"{name} by hand", (sys.executable, HAND, campaign, hand, str(best.bound_mad)), hand)
        yield best


if __name__ == "__main__":
    by_hand()
