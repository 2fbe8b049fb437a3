"""A plan in words: the figures are the plan's, in every language, and nothing is left unsaid."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from planner.domain.campaign import Cap, Caravan, Pin
from planner.domain.catalogue import LANGUAGES, bare
from planner.domain.plan import Reason, Run, UnservedRow
from planner.errors import Language
from planner.explain.figures import date_text, mad_text, number_text, share_text
from planner.explain.sure import FAIR_GAP, GOOD_GAP, tell_infeasible
from planner.explain.voice import WORDS
from planner.explain.words import explain_in_short, explain_run
from tests.check_plan.tiny_campaign import FIRST
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN, settings


def _whole() -> Run:
    """Return a run that counts every visit wanted, each of the whole douar."""
    persons = [replace(visit, persons=CAMPAIGN.douars[visit.douar].population) for visit in PLAN.visits]
    last = replace(persons[1], date=PLAN.tours[3].date, number=3)
    wanted = PLAN.indicators["persons_wanted"]
    figures = PLAN.indicators | {"visits_counted": 7, "persons_counted": wanted, "persons_served": 200}
    return replace(RUN, plan=replace(PLAN, visits=(*persons, last), unserved=(), indicators=figures))


WHOLE: Final = _whole()


def page(run: Run = RUN, language: Language = "en") -> str:
    """Return the page as text, its special spaces as plain ones and its marks of direction left out."""
    lines = [line for part in explain_run(run, CAMPAIGN, language) for line in (part.title, *part.lines)]
    return bare(unicodedata.normalize("NFKC", "\n".join(lines)))


def test_the_page_counts_people_once_and_visits_of_those_wanted() -> None:
    assert "People served: 186 of 200 (nobody counts twice)." in page()
    assert "Visits counted: 6 of 7 wanted." in page()


def test_partial_visits_and_whom_all_visits_leave_out_are_told() -> None:
    told = "Partial visits (only a part of the douar is served): 3 of 6."
    left_out = "People not served, all visits added up: 131 of 410 (31.95%)."
    assert f"{told} {left_out}" in page()
    assert f"{told} {left_out}" in explain_in_short(RUN, CAMPAIGN, "en")
    assert "Partial visits: 3; people whom they leave out: 51." in page()


def test_a_plan_that_serves_everybody_says_nothing_of_partial_visits() -> None:
    told = page(WHOLE)
    assert "Partial" not in told
    assert "All that was wanted is served." in told
    assert "The inhabited douars lack no visit, and each serves the whole douar: there is no other to be had." in told


def test_visits_that_are_all_counted_but_partial_leave_people_to_be_served() -> None:
    one = replace(WHOLE.plan.visits[0], persons=WHOLE.plan.visits[0].persons - 7)
    told = page(replace(WHOLE, plan=replace(WHOLE.plan, visits=(one, *WHOLE.plan.visits[1:]))))
    assert "All that was wanted is served." not in told
    assert "there is no other to be had" not in told
    assert "What remains is the people whom partial visits leave out: 7." in told


def test_stops_that_count_for_nobody_are_told_where_there_are_any() -> None:
    assert "count for nobody" not in page()
    uncounted = tuple(visit for visit in PLAN.visits if visit.point != "COL")
    assert "Stops that count for nobody: 1 (" in page(replace(RUN, plan=replace(PLAN, visits=uncounted)))


def test_money_stands_against_the_envelope_and_each_cap() -> None:
    assert "Spending: 6,726.90 MAD of an envelope of 6,726.90 MAD (100%)." in page()
    assert "Cap on “Fuel”: 172.15 MAD of 172.15 MAD" in page()
    assert "Cap on “Medicines · Région”: 2,240.00 MAD of 2,240.00 MAD" in page()


def test_money_without_an_envelope_is_told_so() -> None:
    free = settings("budget", total_mad=None)
    assert "Spending: 6,726.90 MAD, without an envelope." in explain_in_short(RUN, free, "en")


def missing(code: str = "D1", reason: Reason = "money", **columns: Any) -> UnservedRow:
    """Return two visits missing, which more money for fuel would serve."""
    said = {"change": "money", "change_code": "fuel", "change_amount": Decimal("70.50"), "cost_mad": Decimal(900)}
    return UnservedRow(**{"kind": "visit", "code": code, "missing": 2, "reason": reason, **said, **columns})


def change(sort: str, code: str, amount: int | None) -> dict[str, Any]:
    """Return the columns of a change."""
    return {"change": sort, "change_code": code, "change_amount": None if amount is None else Decimal(amount)}


def lacking(*rows: UnservedRow) -> Run:
    return replace(RUN, plan=replace(PLAN, unserved=rows))


def test_what_is_missing_is_grouped_by_reason_with_the_smallest_change() -> None:
    told = page(lacking(missing("D1", change_amount=Decimal(900)), missing("D3")))
    assert "The reasons hold as long as the rest of the plan stays as it is." in told
    assert "Visits missing: 4. Money is short: this would exceed, among others, the cap on “Fuel”." in told
    assert "it would be enough to raise the cap on “Fuel” by 70.50 MAD. Total cost: 900.00 MAD." in told
    assert "For one more visit to D3, " in told


def test_money_whose_cap_is_not_known_is_told_without_one() -> None:
    row = missing(change="", change_code="", change_amount=None, cost_mad=None)
    assert "Visits missing: 2. Money is short: a cap would be exceeded.\n" in page(lacking(row))


@pytest.mark.parametrize(
    ("columns", "language", "told"),
    [
        ({"change_code": "medicines|region:R"}, "fr", "relever de 70,50 MAD le plafond « Médicaments · Région »."),
        ({"change_code": "province:P"}, "fr", "relever de 70,50 MAD le plafond « Toutes les dépenses · P »."),
        ({"change_code": ""}, "fr", "il suffirait de relever de 70,50 MAD l'enveloppe. Coût total : 900,00 MAD."),
        ({"change_code": ""}, "ar", "لزيارة أخرى إلى D1، يكفي رفع الغلاف المالي بمبلغ 70,50 درهم."),
        (change("crew", "doctor", 2), "fr",
         "Pour une visite de plus à D1, il suffirait de journées de travail en plus (médecins) : 2."),
        (change("crew", "nurse", 1), "ar", "تكفي أيام عمل إضافية (ممرضون): 1."),
        (change("unit", "U", 1), "en", "more days of unit U would be enough: 1."),
        (change("lodging", "GITE", 4), "fr", "lits en plus au centre GITE : 4."),
        (change("hours", "SOUK", 35), "en", "more minutes at SOUK would be enough: 35."),
        (change("day", "2024-01-17", None), "fr", "ouvrir un jour de plus : 2024-01-17."),
        (change("site", "SOUK", None), "ar", "يكفي مكان إضافي: SOUK."),
        (change("equipment", "ultrasound", 1) | {"kind": "caravan", "code": "K", "cost_mad": None}, "fr",
         "Pour organiser la caravane K, il suffirait de matériel en plus (échographes) : 1.\n"),
        ({"kind": "cover", "change_code": "upkeep"}, "en", "For an ambulance to cover D1, it would be enough to raise"),
        (change("equipment", "tent", 3), "en", "more equipment would be enough (tent): 3."),
    ],
)  # fmt: skip
def test_each_change_is_a_sentence_of_its_own(columns: dict[str, Any], language: Language, told: str) -> None:
    assert told in page(lacking(missing(**columns)), language)


def test_a_change_that_does_not_say_enough_is_left_out() -> None:
    assert "would be enough" not in page(lacking(missing(change="crew", change_amount=None)))
    assert "would be enough" not in page(lacking(missing(change="unit", change_code="")))


@pytest.mark.parametrize(
    ("cap_mad", "told"), [("6726.90", "the envelope by"), ("6726.89", "the cap on “All spending” by")]
)
def test_of_the_envelope_and_a_cap_on_all_money_the_tighter_is_named(cap_mad: str, told: str) -> None:
    campaign = replace(CAMPAIGN, caps=(Cap(amount_mad=Decimal(cap_mad)),))
    lines = explain_run(lacking(missing(change_code="")), campaign, "en")[2].lines
    assert any(told in line for line in lines)


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (0, "Proven limit: no plan can go any lower."),
        (300000, "no plan adds one that serves the whole douar: that is proven."),
        (448690, "That is 100% of what operations cost"),
        (448691, "That is more than all operations cost (4,486.90 MAD, spending without medicines)"),
        (22434, "This is the share to look at, and it is good (5% at most)"),
        (22435, "This is the share to look at, and it is fair (between 5% and 20%)"),
        (89738, "This is the share to look at, and it is fair (between 5% and 20%)"),
        (89739, "This is the share to look at, and it is wide (more than 20%)"),
        (782710, "So a better plan would gain 7,827.10 MAD at most."),
        (782710, "Held against the objective, as solvers do, it is 100%"),
        (782711, "The limit does not rule out that a better plan adds all of them for the same money"),
    ],
)
def test_what_is_proven_is_told_by_what_it_says_of_this_plan(room: int, told: str) -> None:
    assert told in page(replace(RUN, bound_centimes=PLAN.objective_centimes - room))


def test_shares_of_more_than_the_whole_are_not_told() -> None:
    far = page(replace(RUN, bound_centimes=PLAN.objective_centimes - 782711))
    assert "share" not in far[far.index("How sure this is") : far.index("What is approximate")]
    assert "Held against the objective" not in far


def test_a_plan_that_is_proven_best_needs_no_verdict_on_what_is_left() -> None:
    near = replace(RUN, bound_centimes=PLAN.objective_centimes - 70)
    assert "it is good (5% at most)" in page(near)
    assert "the share to look at" not in page(replace(near, status="optimal"))


def test_some_visits_of_those_missing_are_ruled_out_by_number() -> None:
    unvisited = replace(PLAN, visits=())
    run = replace(RUN, plan=unvisited, bound_centimes=unvisited.objective_centimes - 145000)
    assert (
        "Visits missing: 7. For the same money and with no loss elsewhere, a better plan could add 2 at most"
        in page(run)
    )


@pytest.mark.parametrize("status", ["optimal", "feasible", "stopped", "infeasible"])
def test_each_status_has_its_own_sentence(status: str) -> None:
    told = {each: page(replace(RUN, status=each)) for each in ("optimal", "feasible", "stopped", "infeasible")}
    own = WORDS.say(f"sure_{status}", "en")
    assert [each for each in told if own in told[each]] == [status]


def test_what_is_owed_and_not_done_is_named() -> None:
    pinned, wished = Pin(kind="duty", staff="DOC", date=FIRST, unit="U"), Caravan(code="K2", region="R", mandatory="1")
    owing = replace(CAMPAIGN, pins=(*CAMPAIGN.pins, pinned), caravans=CAMPAIGN.caravans | {"K2": wished})
    told = explain_in_short(replace(RUN, status="infeasible"), owing, "en")
    assert "Mandatory caravan that is not held: K2." in told
    assert f"Pin that is not kept: duty U DOC {FIRST}." in told
    assert not any("not kept:" in line or "not held:" in line for line in explain_in_short(RUN, CAMPAIGN, "en"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Caravane obligatoire qui n'est pas organisée : K2. L'argent manque : un plafond serait dépassé."),
        ("ar", "قافلة إلزامية لم تنظم: K2. المال غير كاف: سيتم تجاوز أحد السقوف."),
        ("en", "Mandatory caravan that is not held: K2. Money is short: a cap would be exceeded."),
    ],
)
def test_why_a_mandatory_caravan_is_not_held_is_told_and_no_longer_search_advised(
    language: Language, told: str
) -> None:
    owing = replace(CAMPAIGN, caravans=CAMPAIGN.caravans | {"K2": Caravan(code="K2", region="R", mandatory="1")})
    row = UnservedRow(kind="caravan", code="K2", missing=1, reason="money")
    run = replace(lacking(row), bound_centimes=PLAN.objective_centimes - 448690)
    shares = {"good": share_text(GOOD_GAP, language), "fair": share_text(FAIR_GAP, language)}
    advice = WORDS.say("sure_gap_wide", language, **shares)
    assert advice in explain_in_short(run, owing, language)
    lines = [bare(line) for line in explain_in_short(replace(run, status="infeasible"), owing, language)]
    assert told in lines
    assert advice not in lines
    assert told in map(bare, tell_infeasible(replace(run, status="infeasible"), owing, language))
    assert list(tell_infeasible(run, owing, language)) == []


def test_what_went_otherwise_is_told_with_its_province_and_cause() -> None:
    told = page(replace(RUN, notes=("search P its process died", "unmanned Q 3", "contradicted - tours 0.02 MAD")))
    assert "Province P: the tours are those of the plan by hand" in told
    assert "its process died" in told
    assert "Province Q: tours given up for want of a crew: 3." in told
    assert "(-: tours 0.02 MAD)" in told
    named = {"P": replace(CAMPAIGN.provinces["P"], name_fr="Azilal", name_ar="أزيلال")}
    lines = explain_in_short(replace(RUN, notes=("unmanned P 3",)), replace(CAMPAIGN, provinces=named), "ar")
    assert "إقليم أزيلال: جولات ألغيت لعدم وجود طاقم: 3." in map(bare, lines)


def test_figures_are_written_as_each_language_writes_them() -> None:
    assert "6 726,90 MAD" in page(language="fr")
    assert "6.726,90 درهم" in page(language="ar")
    assert "15 janvier 2024" in page(language="fr")
    assert "15 يناير 2024" in page(language="ar")


def test_a_figure_below_nothing_keeps_its_sign_before_it_in_arabic() -> None:
    assert mad_text(-123456, "ar") == "\u200e-1.234,56"
    assert share_text(Fraction(9, 1000), "fr") == "0,9\u00a0%"
    assert (number_text(45.0, "fr"), number_text(Decimal("1.35"), "ar")) == ("45", "1,35")
    assert date_text(date(2024, 2, 1), "fr") == "1er février 2024"


@pytest.mark.parametrize(
    ("language", "told"),
    [("fr", "Médecine générale : 1 sur 1, le 15 janvier 2024 ;"), ("ar", "الطب العام: 1 من أصل 1، يوم 15 يناير 2024؛")],
)
def test_caravan_kinds_are_translated_and_one_day_is_told_as_one(language: Language, told: str) -> None:
    a_day = replace(PLAN.caravans[0], end=PLAN.caravans[0].start)
    assert told in page(replace(RUN, plan=replace(PLAN, caravans=(a_day,))), language)


def test_a_kind_of_the_campaign_s_own_is_told_as_it_calls_it() -> None:
    own = replace(CAMPAIGN, caravans={"K": replace(CAMPAIGN.caravans["K"], kind="hearing")})
    assert "hearing : aucune sur 1." in explain_run(RUN, own, "fr")[3].lines


def test_calculated_ramadan_is_called_approximate_and_a_given_one_is_not() -> None:
    auto = settings("calendar", ramadan=None)
    assert "Ramadan is calculated" in "".join(explain_run(RUN, auto, "en")[-1].lines)
    assert "Ramadan" not in page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_form_is_a_part_of_the_page(language: Language) -> None:
    lines = [line for part in explain_run(RUN, CAMPAIGN, language) for line in part.lines]
    assert set(explain_in_short(RUN, CAMPAIGN, language)) <= set(lines)
