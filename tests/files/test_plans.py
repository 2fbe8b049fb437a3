"""A plan's folder, written and read again."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.catalogue import LANGUAGES
from planner.domain.fault_sentences import mend, sentence
from planner.domain.plan import (
    CaravanDecision,
    DayDecision,
    Decisions,
    DutyDecision,
    Plan,
    PostDecision,
    Run,
    Stage,
    StopDecision,
    TourDecision,
    UseDecision,
    VisitDecision,
)
from planner.errors import AlreadyThereError, FaultyInputError
from planner.files import plans
from planner.files.guard import CAMPAIGN_FOLDER
from planner.files.plans import read_plan, write_plan
from planner.files.read import read_rows
from tests.derive.small import DECISIONS, GROUND

PLAN = GROUND.derive(DECISIONS)
RUN = Run(
    plan=PLAN,
    bound_centimes=-22_000_00,
    status="feasible",
    stages=(Stage("tournées", "P1", -10_000_00, -10_001_00, 3_000_00, 1.25, "posts"),),
    seed=7,
    created="2024-01-01T00:00:00+00:00",
    software_version="0.1.0",
    input_sha256="0" * 64,
    notes=("arrêté à temps",),
)
DECIMALS = "too_many_decimals"
HEADERS = {
    "tours": "tour,unit,province,date,day,start,end,from,to,drive_min,foot_min,service_min,km",
    "stops": "tour,date,sequence,point,arrive,service_start,service_end,depart,consultations",
    "visits": "douar,date,point,tour,number,persons,value_mad",
    "caravans": "caravan,kind,province,site,start,end,persons_reached,value_mad",
    "caravan_reach": "caravan,douar,persons",
    "ambulance_posts": "ambulance,centre,from,to",
    "roster": "staff,date,duty,code,role",
    "equipment_use": "equipment,caravan,from,to",
    "budget": "line,chapter,region,province,source_kind,source,quantity,unit,rate_mad,amount_mad",
    "unserved": "kind,code,missing,reason,change,change_code,change_amount,cost_mad",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plan's folder, which no test changes."""
    folder = tmp_path_factory.mktemp("plans") / "plan"
    write_plan(RUN, GROUND.campaign, folder)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Return a copy of the plan's folder."""
    return shutil.copytree(written, tmp_path / "plan")


def head_of(folder: Path) -> dict[str, Any]:
    """Return what plan.json holds."""
    return json.loads((folder / "plan.json").read_text("utf-8"), parse_float=Decimal)


def faults_of(folder: Path) -> list[tuple[str, int, str, str, str]]:
    """Return what is wrong with a plan's folder."""
    with pytest.raises(FaultyInputError) as refusal:
        read_plan(folder)
    return [(each.file, each.row, each.column, each.value, each.code) for each in refusal.value.faults]


def test_a_plan_is_read_as_it_was_written(written: Path) -> None:
    assert read_plan(written) == RUN


def to_decisions(plan: Plan) -> Decisions:
    """Return what a plan decides; working it out again gives the plan."""
    stops: dict[tuple[str, date], list[StopDecision]] = defaultdict(list)
    for stop in sorted(plan.stops, key=lambda row: row.sequence):
        stops[stop.tour, stop.date].append(StopDecision(stop.point, stop.service_start, stop.consultations))
    days: dict[tuple[str, str], list[DayDecision]] = defaultdict(list)
    for row in sorted(plan.tours, key=lambda row: row.date):
        day = DayDecision(row.date, row.start, tuple(stops[row.tour, row.date]), row.to)
        days[row.tour, row.unit].append(day)
    return Decisions(
        tours=tuple(TourDecision(unit, tuple(there)) for (_, unit), there in days.items()),
        visits=tuple(VisitDecision(row.douar, row.date, row.point, row.tour) for row in plan.visits),
        caravans=tuple(CaravanDecision(row.caravan, row.site, row.start) for row in plan.caravans),
        posts=tuple(PostDecision(row.ambulance, row.centre, row.from_, row.to) for row in plan.ambulance_posts),
        duties=tuple(DutyDecision(row.staff, row.date, row.duty, row.code) for row in plan.roster),
        uses=tuple(UseDecision(row.equipment, row.caravan, row.from_, row.to) for row in plan.equipment_use),
    )


def test_what_follows_from_the_decisions_of_a_plan_is_the_plan(written: Path) -> None:
    assert GROUND.derive(to_decisions(read_plan(written).plan)) == PLAN


def test_the_campaign_lies_in_the_plan(written: Path) -> None:
    rows = read_rows(written / CAMPAIGN_FOLDER)
    assert rows.faults == ()
    assert [line.cells["code"] for line in rows.tables["douars"].lines] == ["D1", "D2", "D3", "D4", "D5"]


@pytest.mark.parametrize("table", HEADERS)
def test_tables_have_the_columns_of_the_contract(written: Path, table: str) -> None:
    assert (written / f"{table}.csv").read_text("utf-8").splitlines()[0] == HEADERS[table]


def test_cells_are_written_as_the_contract_says(written: Path) -> None:
    first = {table: (written / f"{table}.csv").read_text("utf-8").splitlines()[1] for table in ("tours", "visits")}
    assert first == {
        "tours": "U1@2024-01-09,U1,P1,2024-01-09,1,08:00,13:26,H,L,75,20,231,41.4",
        "visits": "D1,2024-01-09,A,U1@2024-01-09,1,120,7200.00",
    }
    assert "visit,D1,1,search,,,,\n" in (written / "unserved.csv").read_text("utf-8")


def test_money_keeps_two_decimals_and_km_one(written: Path) -> None:
    text = (written / "plan.json").read_text("utf-8")
    for stated in ('"objective_mad": -21868.69', '"bound_mad": -22000.00', '"other": 0.00', '"km": 109.1,'):
        assert stated in text


def test_the_head_says_how_the_plan_came_to_be(written: Path) -> None:
    head = head_of(written)
    assert (head["format"], head["campaign"], head["seed"], head["status"]) == (1, "small", 7, "feasible")
    assert head["calendar"]["ramadan"] is None
    assert head["calendar"]["open_days"][:5] == ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-12", "2024-01-15"]
    assert head["calendar"]["engine"] == "table"


def test_gaps_are_shares_of_the_objective_and_of_operations(written: Path) -> None:
    head = head_of(written)
    assert head["gap"] == Decimal("0.006004")  # 131.31 of 21,868.69
    assert head["gap_operations"] == Decimal("0.027013")  # … of 4,860.91
    assert (head["stages"][0]["gap"], head["stages"][0]["gap_operations"]) == (Decimal("0.0001"), Decimal("0.000333"))


@pytest.mark.parametrize(
    ("objective", "bound", "operations", "due"),
    [(5, 5, 0, (0, 0)), (0, -5, 10, (None, Decimal("0.5"))), (5, 0, 0, (1, None))],
)
def test_a_gap_is_null_only_where_its_divisor_alone_is_nothing(
    tmp_path: Path, objective: int, bound: int, operations: int, due: tuple[object, object]
) -> None:
    plan = replace(PLAN, objective_centimes=objective, operations_centimes=operations)
    write_plan(replace(RUN, plan=plan, bound_centimes=bound), GROUND.campaign, tmp_path / "plan")
    head = head_of(tmp_path / "plan")
    assert (head["gap"], head["gap_operations"]) == due


def test_a_plan_is_written_the_same_byte_for_byte(written: Path, tmp_path: Path) -> None:
    write_plan(RUN, GROUND.campaign, tmp_path / "again")
    files = {path.relative_to(written) for path in written.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()} == files
    assert all((written / each).read_bytes() == (tmp_path / "again" / each).read_bytes() for each in files)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    with pytest.raises(AlreadyThereError):
        write_plan(RUN, GROUND.campaign, tmp_path / "plan")
    assert [path.name for path in tmp_path.rglob("*")] == ["plan"]


def test_a_writing_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(plans, "write_campaign", fail)
    with pytest.raises(OSError, match="no space"):
        write_plan(RUN, GROUND.campaign, tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_more_columns_and_files_change_nothing(folder: Path) -> None:
    reach = (folder / "caravan_reach.csv").read_text("utf-8").splitlines()
    more = [reach[0] + ",why", *(line + ",near" for line in reach[1:])]
    (folder / "caravan_reach.csv").write_text("\n".join(more), "utf-8")
    (folder / "more.csv").write_text("a,b\n1,2\n", "utf-8")
    assert read_plan(folder) == RUN


def keys_of(tree: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every key of a JSON."""
    for key in tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        if isinstance(tree, dict):
            yield (*above, key)
        yield from keys_of(tree[key], (*above, key))


def test_no_key_of_a_plan_may_be_missing_and_none_be_more(written: Path, folder: Path) -> None:
    free = {"coverage_by_province", "coverage_by_risk"}
    for *above, key in keys_of(head_of(written)):
        told = ".".join(str(each + 1 if isinstance(each, int) else each) for each in (*above, key))
        for change in ("missing", "more"):
            tree = head = head_of(written)
            for each in above:
                tree = tree[each]
            if free & {*above}:
                continue
            tree[f"{key}_more" if change == "more" else key] = tree.get(key)
            if change == "missing":
                del tree[key]
            (folder / "plan.json").write_text(json.dumps(head, default=float), "utf-8")
            due = ("unknown_key", f"{told}_more") if change == "more" else ("cell_missing", told)
            assert [(each[4], each[2]) for each in faults_of(folder)] == [due]


def test_a_key_that_is_there_twice_is_a_fault(folder: Path) -> None:
    in_file("plan.json", '"seed": 7', '"seed": 8, "seed": 7')(folder)
    assert faults_of(folder) == [("plan.json", 0, "seed", "", "named_twice")]


def test_the_greatest_seed_is_read_again(tmp_path: Path) -> None:
    write_plan(replace(RUN, seed=2**31 - 1), GROUND.campaign, tmp_path / "plan")
    assert read_plan(tmp_path / "plan").seed == 2**31 - 1


def test_gaps_are_read_as_they_are_stated(folder: Path) -> None:
    in_file("plan.json", "0.027013", "null")(folder)
    read = read_plan(folder)
    assert read.stated_gaps == ((Decimal("0.006004"), None), (Decimal("0.0001"), Decimal("0.000333")))


def test_a_column_of_a_plan_that_may_be_blank_must_be_there(folder: Path) -> None:
    in_file("unserved.csv", ",change,", ",changed,")(folder)
    assert faults_of(folder) == [("unserved.csv", 1, "change", "", "column_missing")]


def in_file(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces a text that stands in a file."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda folder: (folder / "stops.csv").unlink(), ("stops.csv", 0, "", "", "file_missing")),
        (lambda folder: (folder / "plan.json").unlink(), ("plan.json", 0, "", "", "file_missing")),
        (lambda folder: (folder / "visits.csv").write_text("\n\n"), ("visits.csv", 0, "", "", "header_missing")),
        (in_file("visits.csv", "persons", "people"), ("visits.csv", 1, "persons", "", "column_missing")),
        (in_file("visits.csv", ",120,", ",many,"), ("visits.csv", 2, "persons", "many", "not_a_number")),
        (in_file("visits.csv", ",120,", ",1.5,"), ("visits.csv", 2, "persons", "1.5", "not_a_whole_number")),
        (in_file("tours.csv", "08:00", "8 h"), ("tours.csv", 2, "start", "8 h", "not_a_time")),
        (in_file("tours.csv", ",41.4", ","), ("tours.csv", 2, "km", "", "cell_missing")),
        (in_file("unserved.csv", "search", "because"), ("unserved.csv", 2, "reason", "because", "not_one_of")),
        (in_file("plan.json", '"seed": 7', '"seed": '), ("plan.json", 5, "", "", "json_unreadable")),
        (in_file("plan.json", "-21868.69", '"much"'), ("plan.json", 0, "objective_mad", "much", "not_a_number")),
        (in_file("plan.json", "-21868.69", "NaN"), ("plan.json", 0, "objective_mad", "NaN", "not_a_number")),
        (in_file("plan.json", "-21868.69", "1e99"), ("plan.json", 0, "objective_mad", "1e99", "too_large")),
        (in_file("plan.json", "-21868.69", "-21868.691"), ("plan.json", 0, "objective_mad", "-21868.691", DECIMALS)),
        (in_file("plan.json", '"seed": 7', '"seed": -1'), ("plan.json", 0, "seed", "-1", "too_small")),
        (in_file("plan.json", '"seed": 7', '"seed": 2147483648'), ("plan.json", 0, "seed", "2147483648", "too_large")),
        (in_file("plan.json", '"seed": 7', '"seed": "7"'), ("plan.json", 0, "seed", "7", "not_a_number")),
        (in_file("plan.json", '"small"', "7"), ("plan.json", 0, "campaign", "7", "not_in_quotes")),
        (in_file("plan.json", "0.006004", "NaN"), ("plan.json", 0, "gap", "NaN", "not_a_number")),
        (
            in_file("plan.json", '"province": "P1"', '"province": null'),
            ("plan.json", 0, "stages.1.province", "", "cell_missing"),
        ),
        (in_file("plan.json", "feasible", "fine"), ("plan.json", 0, "status", "fine", "not_one_of")),
        (
            in_file("plan.json", "null", '["2024-03-11"]'),
            ("plan.json", 0, "calendar.ramadan", '["2024-03-11"]', "neither_two_nor_none"),
        ),
        (in_file("plan.json", "1.25", "true"), ("plan.json", 0, "stages.1.seconds", "true", "not_a_number")),
        (in_file("plan.json", '"small"', "[]"), ("plan.json", 0, "campaign", "[]", "not_in_quotes")),
    ],
)
def test_what_cannot_be_read_is_named(
    folder: Path, spoil: Callable[[Path], None], fault: tuple[str, int, str, str, str]
) -> None:
    spoil(folder)
    assert faults_of(folder) == [fault]


NUMBERS = ("seed", "objective_mad", "gap", "stages.1.operations_mad", "stages.1.seconds", "indicators.km")


@pytest.mark.parametrize("blank", ["", " "])
def test_empty_texts_in_the_place_of_numbers_are_told_in_one_pass_with_what_mends_them(
    folder: Path, blank: str
) -> None:
    head = head_of(folder)
    for key in NUMBERS:
        section, _, name = key.rpartition(".")
        there = {"": head, "stages.1": head["stages"][0], "indicators": head["indicators"]}[section]
        there[name] = blank
    (folder / "plan.json").write_text(json.dumps(head, default=float), "utf-8")
    with pytest.raises(FaultyInputError) as refusal:
        read_plan(folder)
    found = {fault.column: fault for fault in refusal.value.faults}
    assert {key: found[key].code for key in found} == dict.fromkeys(NUMBERS, "not_a_number")
    assert "such as 1200." in mend(found["seed"], "en")
    assert "such as 12.5." in mend(found["gap"], "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "Keys and their values in braces are wanted here; found: []"),
        ("null", "Keys and their values in braces are wanted here; found: null"),
        ('{\n"seed": é}', "“plan.json” is no JSON that can be read (line 2)."),
        ("[" * 100_000, "too many brackets are open inside one another."),
    ],
    ids=["a list", "nothing", "half a sign", "brackets"],
)
def test_what_is_no_head_of_a_plan_is_told_for_what_it_is(folder: Path, text: str, told: str) -> None:
    (folder / "plan.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(FaultyInputError) as refusal:
        read_plan(folder)
    (fault,) = refusal.value.faults
    assert sentence(fault, "en").endswith(told)
    assert mend(fault, "en") == "Take the file as the program wrote it."


def test_every_fault_of_a_plan_is_told_at_once(folder: Path) -> None:
    in_file("visits.csv", ",120,", ",many,")(folder)
    in_file("plan.json", '"seed": 7', '"seed": null')(folder)
    in_file("plan.json", '"nights": 1', '"nights": [1]')(folder)
    assert [each[2] for each in faults_of(folder)] == ["seed", "indicators.nights", "persons"]


@given(st.integers(0, 2000))
def test_a_plan_cut_short_is_a_fault(written: Path, length: int) -> None:
    data = (written / "plan.json").read_bytes()
    faults: list[Any] = []
    plans.read_json(data[: min(length, len(data) - 3)], "plan.json", plans.HEAD, faults)
    assert [each.code for each in faults] == ["json_unreadable"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["P1", "gini", "name"]), inner),
    max_leaves=4,
)


@given(st.data())
def test_whatever_stands_in_a_head_it_is_read_or_a_fault(written: Path, data: st.DataObject) -> None:
    head = json.loads((written / "plan.json").read_text("utf-8"))
    section = data.draw(st.sampled_from([head, head["stages"][0], head["indicators"], head["calendar"]]))
    section[data.draw(st.sampled_from(sorted(section)))] = data.draw(JSON)
    faults: list[Any] = []
    read = plans.read_json(json.dumps(head).encode(), "plan.json", plans.HEAD, faults)
    assert all(sentence(fault, language) and mend(fault, language) for fault in faults for language in LANGUAGES)
    if not faults:
        tables = {name: getattr(PLAN, name) for name in HEADERS}
        assert plans.from_head(read, tables).plan.tours == PLAN.tours
