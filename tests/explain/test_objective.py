"""The objective in words: its parts add up to it, and say why serving fewer persons can better it."""

from __future__ import annotations

from planner.explain.objective import Parts, parts_of, tell_objective
from planner.explain.voice import Voice
from planner.explain.words import explain_in_short
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN

TOLD = tuple(tell_objective(PLAN, Voice(CAMPAIGN, "en")))


def test_an_objective_is_parted_into_what_it_is_the_sum_of() -> None:
    parts = parts_of(PLAN, CAMPAIGN)
    assert parts == Parts(
        money=672690, late=5600, short=16000, visits=1132000, repeats=544000, caravans=300000, cover=45000
    )
    assert parts.money + parts.late + parts.short - parts.worth == PLAN.objective_centimes


def test_the_objective_is_told_as_costs_less_worth_by_the_plan_s_own_figures() -> None:
    assert TOLD[0].startswith("Objective of the plan: -7,827.10 MAD. It is spending (6,726.90 MAD), ")
    assert "waiting too long (56.00 MAD) and of what the least coverage lacks (160.00 MAD)" in TOLD[0]
    assert "less the worth of what is served (14,770.00 MAD): the lower, the better." in TOLD[0]
    assert TOLD[0] in explain_in_short(RUN, CAMPAIGN, "en")


def test_what_visits_after_the_first_are_worth_is_told_as_they_serve_nobody_new() -> None:
    assert "visits (11,320.00 MAD, of which 5,440.00 MAD from a douar's second visit on)" in TOLD[1]
    assert "caravans (3,000.00 MAD) and from ambulances in reach (450.00 MAD)" in TOLD[1]
    assert "a plan that serves fewer people can have the better objective" in TOLD[2]
    assert "each visit is worth 80% of the one before" in TOLD[2]
