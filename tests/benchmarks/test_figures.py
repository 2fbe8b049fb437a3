"""What a plan reached is read from its folder, told by both checkers, and kept with where it was measured."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.command import RIAYA, count_outside_faults, run_command
from benchmarks.figures import Figures, measure_plan, read_figures, write_results
from benchmarks.show import show
from benchmarks.tables import plan_row, to_markdown
from planner.domain.plan import Stage
from planner.files.plans import write_plan
from planner.pipeline.read import read_campaign
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny


def verifier_that(folder: Path, does: str) -> Path:
    """Write a verifier that only says what it is told to say."""
    path = folder / "verifier.py"
    path.write_text(f"import sys\nassert len(sys.argv) == 3\n{does}\n", "utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write the plan that does nothing, one of whose two provinces is as good as proven."""
    campaign = read_campaign(write_tiny(tmp_path / "tiny"))
    stages = (Stage("tours", "P1", -1000, -1040, 1000, 0.0, ""), Stage("tours", "P2", -1000, -1060, 1000, 0.0, ""))
    write_plan(replace(idle_run(campaign), stages=stages), campaign, tmp_path / "plan")
    return tmp_path / "plan"


def test_the_figures_of_a_plan_are_those_that_its_folder_states(plan: Path) -> None:
    head = json.loads((plan / "plan.json").read_text("utf-8"), parse_float=Decimal)
    figures = read_figures("tiny", plan)
    assert figures.objective_mad == head["objective_mad"]
    assert figures.visits_wanted == head["indicators"]["visits_wanted"] > 0
    assert (figures.own_faults, figures.outside_faults) == (0, None)
    assert (figures.near_provinces, figures.provinces) == (1, 2)
    assert figures.is_sound


def test_a_spoiled_plan_is_not_sound_by_our_own_checker(plan: Path) -> None:
    head = plan / "plan.json"
    head.write_text(head.read_text("utf-8").replace('"visits_counted": 0', '"visits_counted": 7'), "utf-8")
    figures = read_figures("tiny", plan)
    assert figures.own_faults == 1
    assert not figures.is_sound


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("print('52 rules checked, 0 faults')", 0),
        ("print('money 3')\nprint('52 rules checked, 3 faults')\nsys.exit(1)", 3),
        ("print('the folder cannot be read')\nsys.exit(2)", "the folder cannot be read"),
        ("sys.exit('it broke')", "it broke"),
    ],
)
def test_a_verifier_from_outside_is_taken_at_its_word(tmp_path: Path, does: str, told: int | str) -> None:
    assert count_outside_faults(verifier_that(tmp_path, does), tmp_path, tmp_path) == told


def test_a_fault_that_only_the_outside_sees_makes_a_plan_unsound(plan: Path, tmp_path: Path) -> None:
    figures = read_figures("tiny", plan, verifier_that(tmp_path, "print('1 faults')\nsys.exit(1)"))
    assert (figures.own_faults, figures.outside_faults) == (0, 1)
    assert not figures.is_sound


def test_a_campaign_that_cannot_be_planned_is_a_row_and_no_crash(tmp_path: Path) -> None:
    (campaign := tmp_path / "campaign").mkdir()
    figures = measure_plan("empty", [RIAYA, "plan", campaign, "--out", tmp_path / "plan"], tmp_path / "plan")
    assert figures.failure.startswith("ended with 1:")
    assert not figures.is_sound
    assert figures.wall_s is not None and figures.wall_s > 0
    assert plan_row(figures)["objective, MAD"] is None


def test_a_command_is_measured_by_itself_alone() -> None:
    large = run_command([sys.executable, "-c", "print(len(bytearray(300_000_000)))"])
    small = run_command([sys.executable, "-c", "import sys; sys.exit(4)"])
    assert (large.code, small.code, large.said) == (0, 4, "300000000\n")
    assert large.memory_mb > 280 > 100 > small.memory_mb


def test_a_table_groups_digits_and_shows_what_is_unknown_as_a_dash() -> None:
    row = plan_row(Figures("azilal", status="feasible", objective_mad=Decimal("-3286499.40"), gap=Decimal("0.002043")))
    head, line, shown = to_markdown([row]).splitlines()
    assert head.count("|") == line.count("|") == shown.count("|")
    assert shown.startswith("| azilal | feasible | -3,286,499 | – | 0.20 % | – |")


def test_results_tell_where_and_with_what_they_were_measured_and_no_path(tmp_path: Path) -> None:
    kept = tmp_path / "results" / "plan.json"
    write_results(kept, "plan", {"seconds": 5}, [Figures("azilal", objective_mad=Decimal("-1.50"))])
    text = kept.read_text("utf-8")
    result = json.loads(text)
    assert set(result) == {"benchmark", "date", "settings", "machine", "software", "campaigns"}
    assert set(result["machine"]) == {"cpu", "cores", "memory_mb"}
    assert {"ortools", "numba", "numpy", "commit"} <= set(result["software"])
    assert '"objective_mad": -1.50' in text
    assert str(tmp_path) not in text and str(Path.cwd()) not in text


def test_kept_results_are_shown_again_as_the_table_that_was_printed(tmp_path: Path) -> None:
    figures = Figures(
        "azilal", status="feasible", objective_mad=Decimal("-3286499.40"), visits_counted=190, visits_wanted=197
    )
    write_results(tmp_path / "plan.json", "plan", {"seconds": 60, "workers": 2}, [figures])
    shown = CliRunner().invoke(show, [str(tmp_path / "plan.json")])
    assert shown.exit_code == 0, shown.output
    assert to_markdown([plan_row(figures)]) in shown.output
    assert "60 s and 2 processes a plan" in shown.output
