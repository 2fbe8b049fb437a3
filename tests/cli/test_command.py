"""The command: what it says, what it writes, and with which number it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.cli import plan as plan_command
from planner.cli.main import COMMANDS
from planner.cli.session import VARIABLE
from planner.domain.campaign import Campaign
from planner.domain.solve_settings import SolveSettings
from planner.errors import Fault, RefusedPlanError
from planner.files.plans import write_plan
from planner.pipeline.read import read_campaign
from tests.cli.conftest import Say
from tests.pipeline.idle import idle_run
from tests.tiny import edit, write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


@pytest.fixture
def planned(tiny: Path, tmp_path: Path) -> Path:
    campaign = read_campaign(tiny)
    write_plan(idle_run(campaign), campaign, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Campaign, SolveSettings]]:
    """Have plans made without a solver, and return what was asked for."""
    there: list[tuple[Campaign, SolveSettings]] = []

    def make(campaign: Campaign, settings: SolveSettings, watch: Any) -> Any:
        there.append((campaign, settings))
        return idle_run(campaign)

    monkeypatch.setattr(plan_command, "make_run_on", lambda _: make)
    return there


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_every_language(say: Say, command: str) -> None:
    told = {say("--language", language, command, "--help")[:2] for language in ("fr", "ar", "en")}
    assert {number for number, _ in told} == {0}
    assert len(told) == 3


def test_the_command_alone_shows_its_help(say: Say) -> None:
    number, out, _ = say()
    assert number == 0
    assert all(command in out for command in COMMANDS)


def test_the_language_is_french_or_what_the_environment_or_an_option_says(
    say: Say, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "aucune erreur" in say("check", tiny)[1]
    assert "no fault" in say("check", tiny, "--language", "en")[1]
    monkeypatch.setenv(VARIABLE, "ar")
    assert "لا خطأ" in say("check", tiny)[1]
    assert "no fault" in say("--language", "en", "check", tiny)[1]


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_help_is_in_the_language_of_the_call_wherever_that_stands(say: Say, command: str) -> None:
    name = [command] if command else []
    told = {say(*name, *options) for options in (("--help", "--language", "en"), ("--language=en", "--help"))}
    assert told == {say("--language", "en", *name, "--help")}
    assert "Shows this help." in told.pop()[1]
    assert "Affiche cette aide." in say(*name, "--help")[1]


def test_misuse_is_in_the_language_of_the_call_wherever_that_stands(say: Say) -> None:
    assert "There is no option --fast." in say("check", "x", "--fast", "--language", "en")[2]
    assert "There is no command plna." in say("plna", "--language", "en")[2]


def test_check_counts_what_a_campaign_holds(say: Say, tiny: Path) -> None:
    number, out, _ = say("check", tiny, "--language", "en")
    assert number == 0
    assert "douars: 4; people: 840; visits wanted: 8; units: 2" in out


def test_every_fault_is_told_with_its_place_and_its_mending(say: Say, tiny: Path) -> None:
    edit(tiny / "douars.csv", ",240,", ",beaucoup,")
    edit(tiny / "units.csv", "U2,P2,C3", "U2,P2,C9")
    number, out, _ = say("check", tiny, "--language", "en")
    assert number == 1
    assert "douars.csv, row 2, population: “beaucoup”" in out
    assert "units.csv, row 3, base: “C9”" in out
    assert out.count("→") == 2
    assert "Faults: 2." in out


def test_what_could_steer_a_terminal_is_not_printed(say: Say, tiny: Path) -> None:
    edit(tiny / "douars.csv", ",240,", f",\x1b[2J{'9' * 200}x,")
    number, out, _ = say("check", tiny)
    assert number == 1
    assert "\x1b" not in out
    assert "9" * 130 not in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("plna",), ("plan",), ("plan", "x"), ("plan", "x", "--out"), ("check", "x", "y"), ("check", "--fast", "x"),
        ("plan", "x", "--out", "y", "--seconds", "0"), ("check", "x", "--language", "de"), ("--debug",),
        ("demo", "--season", "--province", "05.081", "--out", "y"), ("demo", "--province", "05.999", "--out", "y"),
        ("demo", "--douars", "0", "--out", "y"), ("demo", "--douars", "2001", "--out", "y"),
        ("demo", "--seed", "-1", "--out", "y"), ("demo", "--seed", "2147483648", "--out", "y"),
        ("plan", "x", "--out", "y", "--seed", "2147483648"), ("plan", "x", "--out", "y", "--seconds", "604801"),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_misuse_ends_with_2_and_a_sentence_in_the_language_of_the_call(
    say: Say, language: str, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    number, out, err = say("--language", language, *arguments)
    assert (number, out) == (2, "")
    assert "--help" in err
    assert not [word for word in ("Error", "Missing", "No such", "Invalid", "Got") if word in err]


def test_misuse_of_a_number_tells_the_range_that_can_be_done(say: Say, tmp_path: Path) -> None:
    number, _, err = say("demo", "--language", "en", "--douars", "999999999", "--out", tmp_path / "demo")
    assert number == 2
    assert "'--douars' takes a whole number from 1 to 2000." in err
    assert not (tmp_path / "demo").exists()


def test_a_plan_may_be_searched_for_a_week_and_no_longer(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    number, _, err = say("plan", tiny, "--out", tmp_path / "plan", "--seconds", "604801", "--language", "en")
    assert number == 2
    assert "'--seconds' takes a whole number from 1 to 604800." in err
    assert say("plan", tiny, "--out", tmp_path / "plan", "--seconds", "604800")[0] == 0
    assert [settings.seconds for _, settings in asked] == [604800]


def test_plan_passes_on_what_was_asked_and_takes_the_rest_from_the_campaign(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    assert say("plan", tiny, "--out", tmp_path / "a")[0] == 0
    assert say("plan", tiny, "--out", tmp_path / "b", "--seconds", "3", "--seed", "7", "--deterministic")[0] == 0
    assert [settings for _, settings in asked] == [
        SolveSettings(10, 1, 1),
        SolveSettings(3, 1, 7, deterministic=True),
    ]


def test_plan_of_a_province_is_of_the_cut_campaign(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    number, out, _ = say("plan", tiny, "--out", tmp_path / "new" / "plan", "--province", "P2", "--language", "en")
    assert number == 0
    assert list(asked[0][0].douars) == ["D4"]
    assert "Visits counted: 0 of 2 wanted." in out
    assert say("verify", tmp_path / "new" / "plan")[0] == 0


def test_an_unknown_province_is_misuse_that_names_the_known_ones(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    number, _, err = say("plan", tiny, "--out", tmp_path / "plan", "--province", "P9", "--language", "en")
    assert number == 2
    assert "P1  Azilal" in err
    assert "P2  Khénifra" in err
    assert not asked


@pytest.mark.parametrize("name", ["khenifra", "KHÉNIFRA", "P2"])
def test_a_province_is_known_by_its_name_too(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]], name: str
) -> None:
    assert say("plan", tiny, "--out", tmp_path / "plan", "--province", name)[0] == 0
    assert list(asked[0][0].douars) == ["D4"]


def test_a_name_that_two_provinces_share_is_asked_for_by_code(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    edit(tiny / "provinces.csv", "Khénifra,", "Azilal,")
    number, _, err = say("plan", tiny, "--out", tmp_path / "plan", "--province", "azilal", "--language", "en")
    assert number == 2
    assert "P2  Azilal" in err
    assert not asked


@pytest.mark.parametrize("name", ["ifrane", "إفران", "افران", "03.271"])
def test_demo_knows_a_province_by_its_name(say: Say, tmp_path: Path, name: str) -> None:
    assert say("demo", "--province", name, "--douars", "3", "--out", tmp_path / "demo")[0] == 0
    assert list(read_campaign(tmp_path / "demo").provinces) == ["03.271"]


def test_what_the_demo_writes_comes_back_from_a_workbook_byte_for_byte(say: Say, tmp_path: Path) -> None:
    demo, again = tmp_path / "demo", tmp_path / "again"
    assert say("demo", "--douars", "12", "--out", demo)[0] == 0
    assert say("convert", demo, tmp_path / "demo.xlsx")[0] == 0
    assert say("convert", tmp_path / "demo.xlsx", again)[0] == 0
    assert {path.name: path.read_bytes() for path in demo.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


@pytest.mark.parametrize("command", ["plan", "convert", "demo"])
def test_nothing_that_is_there_is_overwritten(
    say: Say, tiny: Path, asked: list[tuple[Campaign, SolveSettings]], command: str
) -> None:
    before = sorted(path.name for path in tiny.iterdir())
    arguments = {"plan": (tiny, "--out", tiny), "convert": (tiny, tiny), "demo": ("--out", tiny)}[command]
    number, _, err = say(command, *arguments, "--language", "en")
    assert number == 2
    assert "is there already" in err
    assert not asked
    assert sorted(path.name for path in tiny.iterdir()) == before


def test_a_place_that_cannot_be_written_is_told_before_any_work(
    say: Say, tiny: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    (tiny.parent / "file").touch()
    number, _, err = say("plan", tiny, "--out", tiny.parent / "file" / "plan", "--language", "en")
    assert number == 2
    assert "cannot be written" in err
    assert not asked


def test_a_faulty_campaign_is_not_planned_and_nothing_is_written(
    say: Say, tiny: Path, tmp_path: Path, asked: list[tuple[Campaign, SolveSettings]]
) -> None:
    edit(tiny / "douars.csv", ",240,", ",beaucoup,")
    assert say("plan", tiny, "--out", tmp_path / "plan")[0] == 1
    assert not asked
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


def test_a_plan_that_our_own_checker_refuses_is_our_fault_and_not_written(
    say: Say, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault("tours.csv", 2, "date", "2024-01-20", "OPEN_DAYS")
    monkeypatch.setattr(plan_command, "make_run_on", lambda _: failing(RefusedPlanError([fault])))
    number, out, err = say("plan", tiny, "--out", tmp_path / "plan", "--language", "en")
    assert number == 3
    assert "Our own checker refuses" in err
    assert "tours.csv, row 2, date: “2024-01-20”" in out
    assert not (tmp_path / "plan").exists()


def test_an_unexpected_error_is_a_sentence_and_its_traceback_only_for_those_who_ask(
    say: Say, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_command, "make_run_on", lambda _: failing(ZeroDivisionError("why")))
    number, _, err = say("plan", tiny, "--out", tmp_path / "plan", "--language", "en")
    assert number == 3
    assert "ZeroDivisionError: why" in err
    assert "Traceback" not in err
    assert "Traceback" in say("plan", tiny, "--out", tmp_path / "plan", "--debug")[2]


def test_an_interrupted_plan_is_not_written(
    say: Say, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_command, "make_run_on", lambda _: failing(KeyboardInterrupt()))
    number, _, err = say("plan", tiny, "--out", tmp_path / "plan", "--language", "en")
    assert number == 130
    assert "Nothing was written" in err
    assert not (tmp_path / "plan").exists()


def test_verify_believes_nothing_that_a_plan_says(say: Say, planned: Path) -> None:
    assert say("verify", planned)[0] == 0
    assert "why something is unserved remain the planner's word" in say("verify", planned, "--language", "en")[1]
    edit(planned / "plan.json", '"visits_counted": 0', '"visits_counted": 1')
    number, out, _ = say("verify", planned, "--language", "en")
    assert number == 1
    assert "plan.json" in out
    assert "Faults: 1." in out


def test_explain_tells_a_page_and_refuses_a_plan_that_breaks_a_rule(say: Say, planned: Path) -> None:
    number, out, _ = say("explain", planned, "--language", "en")
    assert number == 0
    assert "People served: 0 of 840" in out
    edit(planned / "plan.json", '"visits_counted": 0', '"visits_counted": 1')
    number, out, _ = say("explain", planned)
    assert number == 1
    assert "Personnes servies" not in out


def test_what_is_no_plan_is_told_and_raises_nothing(say: Say, tiny: Path, tmp_path: Path) -> None:
    for there, told in ((tmp_path / "nowhere", "There is no plan"), (tiny, "is a campaign, not a plan")):
        for command in ("verify", "explain"):
            number, out, _ = say(command, there, "--language", "en")
            assert number == 1
            assert told in out
            assert out.endswith("Faults: 1.\n")


def test_a_plan_in_the_place_of_a_campaign_is_told_with_where_its_campaign_is(
    say: Say, planned: Path, tmp_path: Path
) -> None:
    for arguments in (("check",), ("plan", "--out", tmp_path / "new"), ("convert",)):
        command, *options = arguments
        target = [tmp_path / "new"] if command == "convert" else []
        number, out, _ = say(command, planned, *target, *options, "--language", "en")
        assert number == 1
        assert "“plan” is a plan, not a campaign" in out
        assert str(planned / "campaign") in out
        assert ("Nothing was written" in out) == (command != "check")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["out.csv", "out.xls", "out.toml"])
def test_a_folder_is_not_written_under_the_name_of_a_file(say: Say, tiny: Path, tmp_path: Path, name: str) -> None:
    number, _, err = say("convert", tiny, tmp_path / name, "--language", "en")
    assert number == 2
    assert "is a file's name" in err
    assert ".xlsx" in err
    assert say("plan", tiny, "--out", tmp_path / "plan.xlsx")[0] == 2
    assert say("convert", tiny, tmp_path / "season.2024")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["season.2024", "tiny"]


def test_what_should_be_a_whole_number_is_told_with_one(say: Say, tiny: Path) -> None:
    edit(tiny / "douars.csv", ",240,", ",1 200,")
    out = say("check", tiny, "--language", "en")[1]
    assert "such as 1200." in out
    assert "12.5" not in out


@pytest.mark.parametrize(("source", "target"), [("tiny", "copy"), ("tiny.xlsx", "copy.xlsx")])
def test_a_copy_in_the_same_form_is_told_as_one(say: Say, tiny: Path, tmp_path: Path, source: str, target: str) -> None:
    assert "clean copy" not in say("convert", tiny, tmp_path / "tiny.xlsx", "--language", "en")[1]
    number, out, _ = say("convert", tmp_path / source, tmp_path / target, "--language", "en")
    assert number == 0
    assert f"{tmp_path / target} is a clean copy" in out
    assert read_campaign(tmp_path / target) == read_campaign(tiny)


def test_a_campaign_goes_to_a_workbook_and_back_unchanged(say: Say, tiny: Path, tmp_path: Path) -> None:
    assert say("convert", tiny, tmp_path / "tiny.xlsx")[0] == 0
    assert say("convert", tmp_path / "tiny.xlsx", tmp_path / "back")[0] == 0
    assert read_campaign(tmp_path / "back") == read_campaign(tiny)


def test_demo_makes_a_campaign_without_a_fault_by_its_seed(say: Say, tmp_path: Path) -> None:
    assert say("demo", "--douars", "12", "--seed", "3", "--out", tmp_path / "a")[0] == 0
    assert say("demo", "--douars", "12", "--seed", "4", "--out", tmp_path / "b")[0] == 0
    one, other = read_campaign(tmp_path / "a"), read_campaign(tmp_path / "b")
    assert len(one.douars) == 12
    assert replace(one, settings=other.settings) != other
