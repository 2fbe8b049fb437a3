"""The douars that lack visits are named, those first where most persons lack them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planner.domain.plan import Run, UnservedRow
from planner.errors import Language
from planner.explain.words import explain_in_short
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN

DOUARS = {
    f"E{number}": replace(CAMPAIGN.douars["D1"], code=f"E{number}", name_fr=f"Aït {number}", population=10 * number)
    for number in range(1, 8)
}
PLACES = replace(CAMPAIGN, douars=CAMPAIGN.douars | DOUARS)


def lacking(*rows: UnservedRow) -> Run:
    return replace(RUN, plan=replace(PLAN, unserved=rows))


def visits(code: str, missing: int = 1, **columns: Any) -> UnservedRow:
    return UnservedRow(**{"kind": "visit", "code": code, "missing": missing, "reason": "spacing", **columns})


def named(run: Run, language: Language = "en") -> list[str]:
    return [line.strip() for line in explain_in_short(run, PLACES, language) if line.startswith("    ")]


def test_a_douar_is_named_with_its_code_its_province_what_it_lacks_and_why() -> None:
    assert named(lacking(visits("E1", 2))) == [
        "Aït 1 (E1, P): visits missing 2 of 3. The least time between two visits leaves no day."
    ]
    assert named(lacking(visits("E1")), "fr")[0].startswith("Aït 1 (E1, P) : visites manquantes 1 sur 3.")


def test_money_that_a_douar_lacks_is_told_with_its_own_cap() -> None:
    row = visits("E1", reason="money", change="money", change_code="fuel")
    assert "the cap on “Fuel”" in named(lacking(row))[0]


def test_five_douars_are_named_at_most_those_first_where_most_persons_lack_visits() -> None:
    rows = [visits("E1", 3), *(visits(f"E{number}") for number in range(2, 8))]
    told = named(lacking(*rows))
    assert [line.split(" (")[0] for line in told] == ["Aït 7", "Aït 6", "Aït 5", "Aït 4", "Aït 1"]
    assert "The first douars that lack visits, of 7:" in explain_in_short(lacking(*rows), PLACES, "en")


def test_all_that_is_missing_is_said_to_be_in_its_table_where_anything_is() -> None:
    cover = UnservedRow(kind="cover", code="D3", missing=1, reason="too_far")
    for run, is_told in ((lacking(visits("E1")), True), (lacking(cover), True), (lacking(), False)):
        assert any("unserved.csv" in line for line in explain_in_short(run, PLACES, "en")) == is_told
    assert not named(lacking(cover))
