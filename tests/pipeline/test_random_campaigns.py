"""Whatever a small campaign asks for, its plan is passed by the checker and within its bound."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from planner.demo import DemoShape, make_campaign
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.pipeline.make_run import make_run
from tests.demo.owing import OWING

SETTINGS: Final = SolveSettings(seconds=1, workers=1, deterministic=True)
SHAPES: Final = st.builds(
    DemoShape,
    provinces=st.sampled_from([("05.081",), ("09.551",), ("09.163", "09.551")]),
    douars=st.integers(4, 8),
    seed=st.integers(1, 10**6),
    engine=st.sampled_from(["winter", "table"]),
    money=st.sampled_from(["tight", "loose"]),
    coverage_floor=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal("0.95")]),
    max_nights=st.integers(0, 2),
    has_points=st.booleans(),
    has_ambulances=st.booleans(),
    has_staff=st.booleans(),
    has_mandatory_caravan=st.booleans(),
    has_pins=st.booleans(),
)


@pytest.mark.slow
@given(SHAPES)
@settings(
    max_examples=8,
    derandomize=True,
    phases=[Phase.generate],  # a plan takes seconds: what fails is shown as it is and not made smaller
    suppress_health_check=[HealthCheck.too_slow],
)
def test_the_checker_passes_the_plan_of_any_small_campaign(shape: DemoShape) -> None:
    run = make_run(make_campaign(shape), SETTINGS, QuietWatch())
    assert run.bound_centimes <= run.plan.objective_centimes
    assert all(stage.bound_centimes <= stage.objective_centimes for stage in run.stages)


@pytest.mark.slow
def test_what_is_pinned_or_must_be_held_is_kept_where_money_is_tight() -> None:
    """Pinned ambulances leave hardly any upkeep for tours, which are worth more than the caravan that must be held."""
    run = make_run(make_campaign(OWING), SETTINGS, QuietWatch())
    assert run.status != "infeasible"
    assert run.plan.tours
