"""Twenty campaigns beside the season and the demonstration: every rule of the contract bites in one of them."""

from __future__ import annotations

from datetime import date as Day
from decimal import Decimal

from planner.demo.shape import DemoShape


def benchmark_shapes() -> dict[str, DemoShape]:
    """Return twenty shapes by name, of 10 to 250 douars; `workbook` is meant to be written and read as one."""
    return {
        "ten-douars": DemoShape(provinces=["03.531"], douars=10, seed=101, money="loose"),
        "workbook": DemoShape(provinces=["05.301"], douars=24, seed=102),
        "table-engine": DemoShape(provinces=["03.451"], douars=20, seed=103, engine="table"),
        "no-ambulances": DemoShape(provinces=["05.091"], douars=33, seed=104, has_ambulances=False),
        "no-staff": DemoShape(provinces=["08.401"], douars=60, seed=105, has_staff=False),
        "no-points": DemoShape(provinces=["01.051"], douars=28, seed=106, has_points=False),
        "no-nights": DemoShape(provinces=["08.577"], douars=50, seed=107, max_nights=0),
        "no-limit": DemoShape(provinces=["03.131"], douars=47, seed=108, money="none"),
        "closed-week": DemoShape(provinces=["08.363"], douars=45, seed=109, has_closed_week=True),
        "three-weeks": DemoShape(
            provinces=["07.161"], douars=30, seed=110, start=Day(2024, 1, 8), season_days=21, money="loose"
        ),
        "ramadan-inside": DemoShape(provinces=["08.201"], douars=46, seed=111, start=Day(2027, 1, 10), season_days=90),
        "must-be-held": DemoShape(provinces=["03.561"], douars=25, seed=112, money="tight", has_mandatory_caravan=True),
        "pinned": DemoShape(provinces=["07.041"], douars=40, seed=113, has_pins=True),
        "high-floor": DemoShape(
            provinces=["09.541"], douars=60, seed=114, money="tight", coverage_floor=Decimal("0.95")
        ),
        "own-rules": DemoShape(provinces=["08.587"], douars=39, seed=115, has_overrides=True),
        "on-foot": DemoShape(provinces=["05.081"], douars=50, seed=116, foot_share=0.35),
        "sixty-tight": DemoShape(provinces=["05.081"], douars=60, seed=117, money="tight"),
        "two-provinces": DemoShape(provinces=["09.163", "09.551"], douars=50, seed=118),
        "large-tight": DemoShape(provinces=["05.081"], douars=120, seed=119, money="tight"),
        "largest": DemoShape(provinces=["07.041"], douars=250, seed=120),
    }
