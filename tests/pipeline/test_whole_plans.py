"""Whole plans of small campaigns: passed by the checker, within their bound, and the same when made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, cast

import pytest

from planner.check_campaign.canonical import digest_of
from planner.demo import DemoShape, make_campaign
from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, QuietWatch
from planner.explain.words import explain_run
from planner.files.plans import write_plan
from planner.pipeline.make_run import make_run
from planner.pipeline.read import read_campaign, read_checked_plan
from planner.solve.search_provinces import Round
from tests.tiny import edit, write_tiny

SETTINGS: Final = SolveSettings(seconds=1, workers=1, deterministic=True)
SMALL: Final = {
    "usual": DemoShape(douars=6, seed=1),
    "no staff": DemoShape(douars=6, seed=2, has_staff=False),
    "no ambulances": DemoShape(douars=6, seed=3, has_ambulances=False),
    "table engine": DemoShape(douars=6, seed=4, engine="table"),
    "no nights": DemoShape(douars=6, seed=5, max_nights=0, foot_share=0.3),
    "pins": DemoShape(douars=8, seed=6, has_pins=True),
    "mandatory caravan": DemoShape(douars=6, seed=7, has_mandatory_caravan=True, money="tight"),
    "high floor": DemoShape(douars=6, seed=8, coverage_floor=Decimal("0.95"), money="tight"),
    "no points": DemoShape(douars=6, seed=9, has_points=False),
    "two provinces in Ramadan": DemoShape(
        provinces=["09.163", "09.551"], douars=8, seed=10, start=date(2024, 2, 26), season_days=40
    ),
}


@cache
def campaign_of(name: str) -> Campaign:
    return make_campaign(SMALL[name])


@cache
def run_of(name: str) -> Run:
    """Return the run of a small campaign; a plan that the checker refuses raises."""
    return make_run(campaign_of(name), SETTINGS, QuietWatch())


def run_tiny(folder: Path, change: Callable[[Path], None] = lambda _: None) -> Run:
    """Return the run of the tiny campaign with a change."""
    change(write_tiny(folder))
    return make_run(read_campaign(folder), SETTINGS, QuietWatch())


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_plan_is_passed_by_the_checker_and_within_its_bound(name: str) -> None:
    run = run_of(name)
    assert run.bound_centimes <= run.plan.objective_centimes
    assert run.plan.tours
    assert run.notes == ()
    assert all(stage.bound_centimes <= stage.objective_centimes for stage in run.stages)


@pytest.mark.slow
def test_pins_are_kept_as_they_were_pinned() -> None:
    campaign, plan = campaign_of("pins"), run_of("pins").plan
    served = {
        (day.date, plan_day.unit): tuple(
            stop.point for stop in plan.stops if (stop.tour, stop.date) == (day.tour, day.date)
        )
        for day in plan.tours
        for plan_day in [day]
    }
    pinned = [pin for pin in campaign.pins if pin.kind == "tour"]
    assert pinned
    for pin in pinned:
        assert pin.date is not None
        assert served[pin.date, pin.unit] == tuple(pin.points)


@pytest.mark.slow
def test_the_same_work_makes_the_same_plan_byte_by_byte(tmp_path: Path) -> None:
    campaign = campaign_of("usual")
    for name in ("one", "other"):
        write_plan(make_run(campaign, SETTINGS, QuietWatch()), campaign, tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(tmp_path / "other") for p in (tmp_path / "other").rglob("*") if p.is_file())
    assert len(files) > 10
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes(), path
    assert read_checked_plan(tmp_path / "one")[1].plan == read_checked_plan(tmp_path / "other")[1].plan


@pytest.mark.slow
def test_more_money_never_hurts_the_bound_and_a_closed_point_never_helps_it(tmp_path: Path) -> None:
    def rich(folder: Path) -> None:
        edit(folder / "campaign.toml", "60000.00", "90000.00")

    def poor(folder: Path) -> None:
        edit(folder / "campaign.toml", "60000.00", "3000.00")

    def shut(folder: Path) -> None:
        edit(folder / "closures.csv", "", "2024-01-08,2024-02-18,road,A\n")

    usual = run_tiny(tmp_path / "usual")
    room = abs(usual.bound_centimes) // 1000
    assert usual.plan.tours
    assert run_tiny(tmp_path / "rich", rich).bound_centimes <= usual.bound_centimes + room
    assert run_tiny(tmp_path / "poor", poor).bound_centimes >= usual.bound_centimes - room
    closed = run_tiny(tmp_path / "shut", shut)
    assert closed.bound_centimes >= usual.bound_centimes - room
    assert "A" not in {stop.point for stop in closed.plan.stops}


@pytest.mark.slow
def test_a_province_that_cannot_be_searched_or_bounded_keeps_its_hand_plan_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    campaign = campaign_of("usual")
    monkeypatch.setattr("planner.solve.search_provinces.ROUNDS", (Round(1.0, cast(float, "hot")),))
    run = make_run(campaign, SETTINGS, QuietWatch())
    (province,) = campaign.provinces
    assert [note.split()[:2] for note in run.notes] == [["search", province]]
    assert run.plan.tours
    assert run.bound_centimes <= run.plan.objective_centimes


@pytest.mark.slow
def test_caravans_and_ambulances_that_cannot_be_bounded_end_no_plan_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cannot_go_on(*arguments: object, **options: object) -> None:
        raise RuntimeError("no way")

    campaign, usual = campaign_of("usual"), run_of("usual")
    monkeypatch.setattr("ortools.math_opt.python.mathopt.solve", cannot_go_on)
    monkeypatch.setattr("planner.solve.post_ambulances.WORK", 0.0)
    run = make_run(campaign, SETTINGS, QuietWatch())
    assert [note.split()[:2] for note in run.notes] == [
        ["bound_ambulances", "-"],
        ["bound_caravans", "-"],
        ["posts", "-"],
    ]
    assert run.bound_centimes <= usual.bound_centimes
    told = "\n".join(line for section in explain_run(run, campaign, "en") for line in section.lines)
    assert "Ambulances: the bound is weaker than usual" in told
    assert "Caravans: the bound is weaker than usual, as working it out failed (RuntimeError: no way)." in told
    assert "Ambulances: the posts are those of the plan by hand" in told


@pytest.mark.slow
def test_a_plan_that_somebody_stops_at_once_is_still_whole() -> None:
    class Impatient(QuietWatch):
        def __call__(self, progress: Progress) -> bool:
            return True

    campaign = campaign_of("usual")
    run = make_run(campaign, replace(SETTINGS, deterministic=False), Impatient())
    assert run.status in ("stopped", "optimal")
    assert run.bound_centimes <= run.plan.objective_centimes


def test_a_campaign_without_anything_to_do_is_planned(tmp_path: Path) -> None:
    campaign = read_campaign(write_tiny(tmp_path / "tiny"))
    empty = replace(campaign, units={}, ambulances={}, caravans={}, staff={}, leave=(), equipment={})
    run = make_run(replace(empty, digest=digest_of(empty)), SETTINGS, QuietWatch())
    assert run.plan.tours == ()
    assert run.bound_centimes <= run.plan.objective_centimes


@pytest.mark.slow
@pytest.mark.parametrize("name", ["usual", "mandatory caravan", "two provinces in Ramadan"])
def test_what_is_told_of_the_best_plan_falls_towards_the_plan_and_never_below_its_bound(name: str) -> None:
    told: list[Progress] = []

    def note(progress: Progress) -> bool:
        told.append(progress)
        return False

    run = make_run(campaign_of(name), SETTINGS, note)
    best = [each.objective_mad for each in told if each.stage == "tours" and not each.province and each.objective_mad]
    assert best
    assert best == sorted(best, reverse=True)
    # Rounding aside, what is left over is still spent, and nobody is sent home.
    assert run.bound_centimes / 100 <= run.plan.objective_centimes / 100 <= best[-1] + 1
    assert best[-1] - run.plan.objective_centimes / 100 <= 0.2 * abs(best[-1])


@pytest.mark.slow
@pytest.mark.parametrize("douars", [7, 8])
def test_a_small_province_holds_the_caravan_that_its_tours_hardly_miss(douars: int) -> None:
    campaign = make_campaign(DemoShape(douars=douars, seed=1))
    run = make_run(campaign, replace(SETTINGS, seconds=4), QuietWatch())
    assert len(run.plan.caravans) == 1
    assert run.plan.objective_centimes - run.bound_centimes < 0.02 * -run.plan.objective_centimes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "key", "amount"), [("budget", "total_mad", 0), ("policy", "late_mad_per_person_day", 10**6)]
)
def test_an_extreme_rate_or_envelope_is_bounded_as_any_other(section: str, key: str, amount: int) -> None:
    campaign = make_campaign(DemoShape(douars=12, seed=3))
    changed = replace(getattr(campaign.settings, section), **{key: Decimal(amount)})
    extreme = replace(campaign, settings=replace(campaign.settings, **{section: changed}))
    run = make_run(replace(extreme, digest=digest_of(extreme)), SETTINGS, QuietWatch())
    assert run.notes == ()
    # Half of what operations cost; where there is no money, what rounding leaves open.
    assert run.plan.objective_centimes - run.bound_centimes <= max(2000, run.plan.operations_centimes // 2)
