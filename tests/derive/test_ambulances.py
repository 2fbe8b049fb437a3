"""Whom ambulances cover, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.derive.ambulances import CoverDays, cover_centimes, derive_cover
from planner.domain.campaign import KnownDrive
from planner.domain.plan import PostDecision
from tests.derive.small import DECISIONS, FIRST, GROUND, LAST, Ground


def cover(*posts: PostDecision, ground: Ground = GROUND) -> CoverDays:
    """Return what posts cover."""
    return derive_cover(ground.campaign, ground.travel, ground.calendar, posts)


def test_a_second_ambulance_backs_up_as_long_as_it_stands() -> None:
    found = cover(*DECISIONS.posts)
    assert found.covered == {"D1": 40, "D2": 40, "D3": 40, "D4": 40, "D5": 0}
    assert found.backed_up == {"D1": 0, "D2": 0, "D3": 20, "D4": 0, "D5": 0}


def test_cover_is_worth_the_share_of_the_season_that_it_lasts() -> None:
    # 3 × (200 + 100 + 101 + 50) and half of 1.2 × 101
    assert cover_centimes(GROUND.campaign, GROUND.calendar, cover(*DECISIONS.posts)) == 1413_60


def test_cover_and_backup_are_rounded_together_once_a_douar() -> None:
    ground = GROUND.with_policy(cover_mad_per_person=Decimal("0.004"), backup_mad_per_person=Decimal("0.002"))
    found = CoverDays({**dict.fromkeys(GROUND.campaign.douars, 0), "D4": 1}, dict.fromkeys(GROUND.campaign.douars, 0))
    assert cover_centimes(ground.campaign, ground.calendar, found) == 1  # 0.5 centimes
    both = replace(found, backed_up=found.covered)
    assert cover_centimes(ground.campaign, ground.calendar, both) == 1  # 0.75 centimes


def test_an_ambulance_at_two_posts_in_turn_is_one_ambulance() -> None:
    middle = FIRST + timedelta(9)
    found = cover(PostDecision("M1", "L", middle + timedelta(1), LAST), PostDecision("M1", "H", FIRST, middle))
    assert (found.covered["D3"], found.backed_up["D3"]) == (40, 0)


def test_an_ambulance_of_roads_does_not_cover_a_douar_on_a_track() -> None:
    assert cover(PostDecision("M2", "L", FIRST, LAST)).covered["D1"] == 0


@pytest.mark.parametrize(("minutes", "days"), [(60, 40), (61, 0)])
def test_sixty_minutes_are_near_enough(minutes: int, days: int) -> None:
    drive = KnownDrive(from_="J", to="B", minutes=minutes, km=Decimal(40))
    ground = Ground.of(replace(GROUND.campaign, travel=(*GROUND.campaign.travel, drive)))
    assert cover(PostDecision("M3", "J", FIRST, LAST), ground=ground).covered["D3"] == days


def test_a_post_out_of_season_is_refused() -> None:
    with pytest.raises(ValueError, match="no span of the season"):
        cover(PostDecision("M1", "H", FIRST, date(2024, 2, 17)))
