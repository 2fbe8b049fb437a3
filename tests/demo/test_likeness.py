"""A demonstration is like a real season: totals as published, and shares within what was seen in real plans."""

from __future__ import annotations

from decimal import Decimal
from statistics import mean, median

import numpy as np
import pytest

from planner.demo import DemoShape, make_campaign
from planner.demo.draw import km_between
from planner.demo.shape import season_douars
from planner.domain.campaign import Campaign
from planner.domain.catchments import build_catchments
from tests.demo.made import made

like_a_province = pytest.mark.parametrize("name", ["default", "sixty-tight", "large-tight", "largest", "no-staff"])


def visits(campaign: Campaign) -> int:
    """Return the visits wanted."""
    return sum(campaign.wanted_visits(douar) for douar in campaign.douars.values())


def test_the_season_has_the_totals_published_for_2023_24() -> None:
    season = made("season")
    assert (len(season.regions), len(season.provinces), len(season.douars)) == (8, 31, 1146)
    assert sum(douar.population for douar in season.douars.values()) == 1_000_000
    assert visits(season) == 3766
    assert (len(season.centres), len(season.ambulances), len(season.caravans)) == (745, 376, 175)
    assert season.settings.budget.total_mad == Decimal(12_700_000)
    assert 2000 <= len(season.staff) <= 2200
    assert 155 <= len(season.units) <= 175


def test_the_season_shares_its_douars_out_as_the_model_says_and_the_high_atlas_has_most() -> None:
    counts = season_douars()
    there = made("season").douars.values()
    assert {code: sum(douar.province == code for douar in there) for code in counts} == counts
    assert sorted(counts, key=lambda code: -counts[code])[:2] == ["09.541", "05.081"]


def test_regions_caps_share_out_the_whole_envelope() -> None:
    season = made("season")
    regional = [cap.amount_mad for cap in season.caps if cap.region]
    assert len(regional) == 8
    assert sum(regional) == season.settings.budget.total_mad


@like_a_province
def test_a_province_s_persons_and_visits_are_as_in_the_high_atlas(name: str) -> None:
    douars = made(name).douars.values()
    assert sum(douar.population for douar in douars) == 500 * len(douars)
    assert visits(made(name)) == round(len(douars) * 3766 / 1146)
    sizes = np.log([douar.population for douar in douars])
    assert 0.5 < sizes.std() < 0.9
    assert max(douar.population for douar in douars) < 3000


@like_a_province
def test_risk_follows_altitude_in_the_shares_of_the_national_plan(name: str) -> None:
    douars = list(made(name).douars.values())
    heights = {
        risk: [douar.altitude_m or 0 for douar in douars if douar.risk == risk] for risk in ("red", "orange", "yellow")
    }
    assert [len(there) / len(douars) for there in heights.values()] == pytest.approx([0.311, 0.54, 0.149], abs=0.03)
    assert mean(heights["red"]) > mean(heights["orange"]) > mean(heights["yellow"])
    assert all((douar.isolation_days or 0) > 4 for douar in douars if douar.risk == "red")


@like_a_province
def test_points_are_fewer_than_douars_and_near_half_of_them_at_a_road_s_end(name: str) -> None:
    campaign = made(name)
    points = campaign.points.values()
    assert 0.5 < len(points) / len(campaign.douars) < 0.85
    shares = [sum(point.access == access for point in points) / len(points) for access in ("road", "track", "foot")]
    assert shares == pytest.approx([0.56, 0.38, 0.06], abs=0.04)
    assert all((point.foot_min > 0) == (point.access == "foot") for point in points)
    assert 1 <= len(campaign.catchments) / len(campaign.douars) < 1.8


@like_a_province
def test_douars_lie_in_valleys_and_a_morning_s_drive_from_a_base(name: str) -> None:
    campaign = made(name)
    douars, points = list(campaign.douars.values()), list(campaign.points.values())
    apart = km_between(douars, douars)
    np.fill_diagonal(apart, np.inf)
    assert 1 < median(apart.min(axis=1)) < 4
    bases = [campaign.centres[code] for code in {unit.base for unit in campaign.units.values()}]
    assert 5 < median(km_between(points, bases).min(axis=1)) < 45


@like_a_province
def test_what_is_there_grows_with_the_douars(name: str) -> None:
    campaign = made(name)
    n = len(campaign.douars)
    assert 0.12 < len(campaign.units) / n < 0.16
    assert 0.13 < len(campaign.caravans) / n < 0.18
    assert 0.25 < len(campaign.centres) / n < 0.75
    assert campaign.staff == {} or 1.6 < len(campaign.staff) / n < 2


@pytest.mark.parametrize("name", ["default", "season", "largest"])
def test_medicines_for_all_that_is_wanted_nearly_take_their_chapter(name: str) -> None:
    campaign = made(name)
    policy, costs = campaign.settings.policy, campaign.settings.costs
    persons = sum(campaign.wanted_visits(douar) * douar.population for douar in campaign.douars.values())
    asked = persons * policy.attendance * costs.medicines_mad_per_consultation
    cap = next(cap.amount_mad for cap in campaign.caps if cap.chapter == "medicines")
    assert Decimal("0.85") < asked / cap < Decimal("1.2")


def test_an_average_stop_can_be_seen_by_one_unit_in_a_day() -> None:
    campaign = made("default")
    asked = [count for count in build_catchments(campaign).demand.values() if count]
    assert 40 < mean(asked) < 140


def test_six_hundred_douars_in_one_province_are_eked_out_with_hamlets() -> None:
    campaign = make_campaign(DemoShape(douars=600))
    names = [douar.name_fr for douar in campaign.douars.values()]
    assert len(names) == 600
    assert 100 < sum(name.endswith(("(haut)", "(bas)")) for name in names) < 500
    assert all(28 < douar.lat < 36 and -12 < douar.lon < -1 for douar in campaign.douars.values())
