"""The same seed gives the same campaign, and a wish for one table leaves the others alone."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demo import DemoShape, ImpossibleShapeError, make_campaign
from planner.demo.draw import apportion, draw_span, stream
from planner.domain.campaign import Campaign
from tests.demo.made import made


def changed(one: Campaign, other: Campaign) -> set[str]:
    """Return the names of the tables in which two campaigns differ."""
    names = {field.name for field in fields(Campaign)} - {"digest"}
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def test_the_same_seed_makes_the_same_campaign() -> None:
    assert make_campaign(DemoShape()) == made("default")
    assert make_campaign(DemoShape()).digest == made("default").digest != ""


def test_another_seed_makes_another_campaign_of_the_same_size() -> None:
    other = make_campaign(DemoShape(seed=2))
    assert {"douars", "points", "units", "staff", "caravans", "closures"} <= changed(made("default"), other)
    assert len(other.douars) == len(made("default").douars)


@pytest.mark.parametrize(
    ("wish", "tables"),
    [
        ({"has_ambulances": False}, {"ambulances"}),
        ({"has_staff": False}, {"staff", "leave"}),
        ({"money": "none"}, {"settings", "caps"}),
        ({"money": "tight"}, {"settings", "caps"}),
        ({"has_pins": True}, {"pins"}),
        ({"has_mandatory_caravan": True}, {"caravans"}),
        ({"has_closed_week": True}, {"closures"}),
        ({"engine": "table"}, {"settings", "travel"}),
        ({"max_nights": 0}, {"settings"}),
    ],
)
def test_a_wish_changes_only_what_it_is_about(wish: dict[str, Any], tables: set[str]) -> None:
    assert changed(made("default"), make_campaign(replace(DemoShape(), **wish))) == tables


@pytest.mark.parametrize("shape", [{"provinces": ["05.081", "99.999"]}, {"provinces": []}, {"douars": 0}])
def test_a_shape_that_cannot_be_is_refused(shape: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleShapeError):
        DemoShape(**shape)


@given(st.integers(0, 5000), st.lists(st.floats(0.1, 1000), min_size=1, max_size=40), st.integers(0, 9))
def test_what_is_apportioned_adds_up_and_nobody_is_more_than_one_from_the_share(
    total: int, weights: list[float], least: int
) -> None:
    counts = apportion(total, weights, least)
    given_first = least if least * len(weights) <= total else 0
    rest = total - given_first * len(weights)
    assert sum(counts) == total
    for count, weight in zip(counts, weights, strict=True):
        assert abs(count - given_first - rest * weight / sum(weights)) < 1 + 1e-6


@given(st.integers(0, 1000), st.integers(1, 200), st.integers(1, 40), st.integers(0, 40))
def test_a_span_lies_in_the_season_and_is_as_long_as_it_may_be(
    seed: int, season_days: int, least: int, more: int
) -> None:
    start = date(2023, 11, 15)
    end = date.fromordinal(start.toordinal() + season_days - 1)
    first, last = draw_span(stream(seed, "test"), start, end, least, least + more)
    assert start <= first <= last <= end
    assert min(least, season_days) <= (last - first).days + 1 <= least + more
