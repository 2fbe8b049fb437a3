"""A plan in words: the figures are the plan's, in every language, and nothing is left unsaid."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.campaign import Caravan, Pin
from planner.domain.catalogue import LANGUAGES
from planner.domain.plan import Run, UnservedRow
from planner.errors import Language
from planner.explain.words import explain_in_short, explain_run
from tests.check_plan.tiny_campaign import FIRST
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN, settings


def page(run: Run = RUN, language: Language = "en") -> str:
    """Return the page as text, its special spaces as plain ones."""
    lines = [line for part in explain_run(run, CAMPAIGN, language) for line in (part.title, *part.lines)]
    return unicodedata.normalize("NFKC", "\n".join(lines))


def test_the_page_counts_people_once_and_visits_of_those_wanted() -> None:
    assert "People served: 186 of 200 (nobody counts twice)." in page()
    assert "Visits counted: 6 of 7 wanted." in page()


def test_money_stands_against_the_envelope_and_each_cap() -> None:
    assert "Spending: 6,726.90 MAD of an envelope of 6,726.90 MAD (100.00 %)." in page()
    assert "Cap on “Fuel”: 172.15 MAD of 172.15 MAD" in page()
    assert "Cap on “Medicines · Région”: 2,240.00 MAD of 2,240.00 MAD" in page()


def test_money_without_an_envelope_is_told_so() -> None:
    free = settings("budget", total_mad=None)
    assert "Spending: 6,726.90 MAD, without an envelope." in explain_in_short(RUN, free, "en")


def test_what_is_missing_is_grouped_by_reason_with_the_cheapest_change() -> None:
    def missing(code: str, cost_mad: str) -> UnservedRow:
        return UnservedRow(
            kind="visit",
            code=code,
            missing=2,
            reason="money",
            change="money",
            change_code="fuel",
            change_amount=Decimal(cost_mad),
            cost_mad=Decimal(cost_mad),
        )

    run = replace(RUN, plan=replace(PLAN, unserved=(missing("D1", "900.00"), missing("D3", "70.50"))))
    assert "Visits missing: 4. Money is short: a cap is reached." in page(run)
    assert "The cheapest that would serve some: money (fuel 70.50), 70.50 MAD." in page(run)


def test_nothing_missing_is_told_so() -> None:
    assert "All that was wanted is served." in page(replace(RUN, plan=replace(PLAN, unserved=())))


@pytest.mark.parametrize("status", ["optimal", "feasible", "stopped", "infeasible"])
def test_each_status_has_its_own_sentence(status: str) -> None:
    told = {each: page(replace(RUN, status=each)) for each in ("optimal", "feasible", "stopped", "infeasible")}
    assert len(set(told.values())) == 4
    assert told[status].count("\n") == page().count("\n")


def test_what_is_owed_and_not_done_is_named() -> None:
    pinned, wished = Pin(kind="duty", staff="DOC", date=FIRST, unit="U"), Caravan(code="K2", region="R", mandatory="1")
    owing = replace(CAMPAIGN, pins=(*CAMPAIGN.pins, pinned), caravans=CAMPAIGN.caravans | {"K2": wished})
    told = explain_in_short(replace(RUN, status="infeasible"), owing, "en")
    assert "Mandatory caravan that is not held: K2." in told
    assert f"Pin that is not kept: duty U DOC {FIRST}." in told
    assert not any("not kept:" in line or "not held:" in line for line in explain_in_short(RUN, CAMPAIGN, "en"))


def test_what_went_otherwise_is_told_with_its_province_and_cause() -> None:
    told = page(replace(RUN, notes=("search 05.081 its process died", "unmanned 05.091 3")))
    assert "Province 05.081: the tours are those of the plan by hand" in told
    assert "its process died" in told
    assert "Province 05.091: tours given up for want of a crew: 3." in told


def test_figures_are_written_as_each_language_writes_them() -> None:
    assert "6 726,90 MAD" in page(language="fr")
    assert "6.726,90 درهم" in page(language="ar")
    assert "15 janvier 2024" in page(language="fr")
    assert "15 يناير 2024" in page(language="ar")


def test_calculated_ramadan_is_called_approximate_and_a_given_one_is_not() -> None:
    auto = settings("calendar", ramadan=None)
    assert "Ramadan is calculated" in "".join(explain_run(RUN, auto, "en")[-1].lines)
    assert "Ramadan" not in page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_form_is_a_part_of_the_page(language: Language) -> None:
    lines = [line for part in explain_run(RUN, CAMPAIGN, language) for line in part.lines]
    assert set(explain_in_short(RUN, CAMPAIGN, language)) <= set(lines)
