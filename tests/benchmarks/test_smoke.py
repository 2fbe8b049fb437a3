"""Each benchmark runs to its end on campaigns so small that only seconds are needed."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.by_hand import by_hand
from benchmarks.coordinators import coordinators
from benchmarks.executors import executors
from benchmarks.kills import kills
from benchmarks.plan import plan
from benchmarks.properties import properties, random_shapes
from benchmarks.show import show
from benchmarks.twenty import twenty
from planner.demo import DemoShape, make_campaign
from planner.files.write import write_campaign
from planner.pipeline.read import read_campaign
from tests.tiny import write_tiny

QUICK = ["--seconds", "2", "--workers", "1"]


@pytest.fixture
def passing(tmp_path: Path) -> Path:
    """Write a verifier that sees no fault in anything that has a plan.json and a campaign.toml."""
    path = tmp_path / "verifier.py"
    path.write_text(
        "import sys\nfrom pathlib import Path\n_, campaign, plan = map(Path, sys.argv)\n"
        "assert (campaign / 'campaign.toml').exists() and (plan / 'plan.json').exists()\n",
        "utf-8",
    )
    return path


@pytest.mark.slow
def test_plans_of_a_folder_and_of_a_workbook_are_measured_alike(tmp_path: Path, passing: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    write_campaign(read_campaign(folder), tmp_path / "book.xlsx")
    kept = tmp_path / "plan.json"
    ended = CliRunner().invoke(
        plan,
        [str(folder), str(tmp_path / "book.xlsx"), *QUICK, "--verifier", str(passing), "--results", str(kept)],
    )
    assert ended.exit_code == 0, ended.output
    first, second = json.loads(kept.read_text("utf-8"))["campaigns"]
    assert (first["campaign"], second["campaign"]) == ("tiny", "book")
    assert first["input_sha256"] == second["input_sha256"]
    assert (first["own_faults"], first["outside_faults"]) == (0, 0)
    assert first["objective_mad"] >= first["bound_mad"]


@pytest.mark.slow
def test_a_plan_by_hand_stands_beside_the_optimisers_under_the_same_bound(tmp_path: Path) -> None:
    folder, kept = write_tiny(tmp_path / "tiny"), tmp_path / "hand.json"
    ended = CliRunner().invoke(by_hand, [str(folder), *QUICK, "--results", str(kept)])
    assert ended.exit_code == 0, ended.output
    hand, best = json.loads(kept.read_text("utf-8"))["campaigns"]
    assert (hand["campaign"], best["campaign"]) == ("tiny by hand", "tiny")
    assert hand["own_faults"] == best["own_faults"] == 0
    assert hand["bound_mad"] == best["bound_mad"] <= best["objective_mad"]


@pytest.mark.slow
def test_runs_survive_the_death_of_their_workers(tmp_path: Path) -> None:
    kept = tmp_path / "kills.json"
    ended = CliRunner().invoke(kills, ["--kills", "1", "--database", "sqlite", "--results", str(kept)])
    assert ended.exit_code == 0, ended.output
    (there,) = json.loads(kept.read_text("utf-8"))["databases"]
    assert there["runs"] == there["plans"] >= 2
    assert there["lost"] >= 3
    assert (there["faults"], there["left"]) == ([], 0)
    assert CliRunner().invoke(show, [str(kept)]).exit_code == 0


@pytest.mark.slow
def test_people_look_at_a_campaign_and_change_it_while_it_is_planned(tmp_path: Path) -> None:
    folder, kept = tmp_path / "demo", tmp_path / "coordinators.json"
    write_campaign(make_campaign(DemoShape(douars=6)), folder)
    stay = ["--people", "6", "--every", "0.5", "--seconds", "8", "--workers", "1", "--database", "sqlite"]
    ended = CliRunner().invoke(coordinators, [str(folder), *stay, "--results", str(kept)])
    assert ended.exit_code == 0, ended.output
    (load,) = json.loads(kept.read_text("utf-8"))["loads"]
    assert (load["faults"], load["pages"][0]["failed"], load["pages"][0]["refused"]) == ([], 0, 0)
    assert {"campaign", "log in", "plan", "table"} <= {each["kind"] for each in load["pages"]}
    assert load["saved"] > 0
    assert load["beside"]["gap"] is not None
    assert CliRunner().invoke(show, [str(kept)]).exit_code == 0


@pytest.mark.slow
def test_every_executor_makes_the_same_plan_of_the_same_work(tmp_path: Path) -> None:
    folder, kept = write_tiny(tmp_path / "tiny"), tmp_path / "executors.json"
    ended = CliRunner().invoke(executors, [str(folder), "--seconds", "1", "--rounds", "1", "--results", str(kept)])
    assert ended.exit_code == 0, ended.output
    one, two, clustered = json.loads(kept.read_text("utf-8"))["executors"]
    assert one["share"] == 1.0
    assert one["plan_sha256"] == two["plan_sha256"] == clustered["plan_sha256"] != ""
    assert clustered["share"] == pytest.approx(clustered["least_s"] / one["least_s"], abs=0.001)
    assert CliRunner().invoke(show, [str(kept)]).exit_code == 0


@pytest.mark.slow
def test_one_of_the_twenty_can_be_planned_by_itself(tmp_path: Path) -> None:
    ended = CliRunner().invoke(twenty, ["--only", "ten-douars", *QUICK, "--keep", str(tmp_path / "kept")])
    assert ended.exit_code == 0, ended.output
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {"ten-douars", "ten-douars-plan"}


@pytest.mark.slow
def test_a_campaign_of_random_shape_is_planned_without_a_fault_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "properties.json"
    ended = CliRunner().invoke(properties, ["--count", "1", "--seed", "3", *QUICK, "--results", str(kept)])
    assert ended.exit_code == 0, ended.output
    result = json.loads(kept.read_text("utf-8"))
    assert result["settings"] == {"seconds": 2, "workers": 1, "count": 1, "seed": 3}
    assert [each["own_faults"] for each in result["campaigns"]] == [0]


def test_where_the_optimiser_makes_no_plan_there_is_none_by_hand_either_and_both_rows_say_why(tmp_path: Path) -> None:
    ended = CliRunner().invoke(by_hand, [str(tmp_path), *QUICK, "--results", str(tmp_path / "hand.json")])
    assert ended.exit_code == 1
    text = (tmp_path / "hand.json").read_text("utf-8")
    hand, best = json.loads(text)["campaigns"]
    assert hand["failure"] == "no bound to hold it against"
    assert best["failure"].startswith("ended with 1:")
    assert json.loads(text)["settings"] == {"seconds": 2, "workers": 1}


def test_the_same_seed_makes_the_same_small_shapes_and_another_seed_others() -> None:
    shapes, same, others = ([*islice(random_shapes(seed), 40)] for seed in (7, 7, 8))
    assert shapes == same != others
    assert {shape.n_douars for shape in shapes} <= set(range(5, 13))
    assert {shape.has_pins for shape in shapes} == {shape.has_staff for shape in shapes} == {True, False}
