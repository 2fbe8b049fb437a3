"""Caravans that money keeps from being held are told with each cap that they would exceed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.campaign import Campaign, Cap, Caravan
from planner.domain.plan import UnservedRow
from planner.explain.caravan_money import short_caps, spent_in
from planner.explain.unserved import tell_row
from planner.explain.voice import Voice
from planner.explain.words import explain_run
from tests.check_plan.tiny_plan import CAMPAIGN, PLAN, RUN

K = CAMPAIGN.caravans["K"]
"""Held: it costs 1,000 MAD and its crew's per diem."""


def with_caps(*caps: Cap) -> Campaign:
    """Return the campaign with these caps alone, and one more caravan of 1,000 MAD."""
    budget = replace(CAMPAIGN.settings.budget, total_mad=None)
    more = replace(K, code="K2", mandatory="0", site="", province="")
    return replace(
        CAMPAIGN,
        settings=replace(CAMPAIGN.settings, budget=budget),
        caps=caps,
        caravans=CAMPAIGN.caravans | {"K2": more},
    )


def told(campaign: Campaign, *codes: str) -> list[str]:
    rows = tuple(UnservedRow(kind="caravan", code=code, missing=1, reason="money") for code in codes)
    sections = explain_run(replace(RUN, plan=replace(PLAN, unserved=rows)), campaign, "en")
    return [line.strip() for section in sections for line in section.lines if line.startswith("    Caravan")]


def test_a_cap_that_binds_is_told_with_what_the_caravan_needs_and_what_is_left() -> None:
    campaign = with_caps(Cap(chapter="caravans", amount_mad=Decimal("1999.99")))
    assert told(campaign, "K2") == [
        "Caravan K2: it needs 1,000.00 MAD, and 999.99 MAD are left under the cap on “Caravans”."
    ]


def test_each_of_several_caps_that_bind_is_told() -> None:
    chapter, region = Cap(chapter="caravans", amount_mad=Decimal(1500)), Cap(region="R", amount_mad=Decimal(6800))
    line = told(with_caps(chapter, region), "K2")[0]
    assert "500.00 MAD are left under the cap on “Caravans”; it needs " in line
    assert "73.10 MAD are left under the cap on “All spending · Région”." in line


def test_the_envelope_is_a_cap_like_others() -> None:
    dear = replace(CAMPAIGN, caps=(), caravans=CAMPAIGN.caravans | {"K2": replace(K, code="K2")})
    assert "and 0.00 MAD are left under the envelope." in told(dear, "K2")[0]


@pytest.mark.parametrize(
    "cap",
    [
        Cap(chapter="caravans", amount_mad=Decimal(2000)),
        Cap(chapter="fuel", amount_mad=Decimal("172.15")),
        Cap(region="Q", amount_mad=Decimal(0)),
        Cap(province="P", amount_mad=Decimal(6800)),
    ],
)
def test_a_cap_that_may_leave_enough_is_not_told(cap: Cap) -> None:
    campaign = with_caps(cap)
    assert not list(short_caps(campaign.caravans["K2"], spent_in(PLAN), campaign))


def test_a_cap_on_a_province_binds_a_caravan_that_must_be_held_there() -> None:
    campaign = with_caps(Cap(province="P", amount_mad=Decimal(6800)))
    for must in ({"province": "P"}, {"site": K.site or PLAN.caravans[0].site}):
        wish = replace(campaign.caravans["K2"], **must)
        assert [short.left for short in short_caps(wish, spent_in(PLAN), campaign)] == [7310]


def test_five_caravans_are_told_at_most() -> None:
    caravans = {f"L{number}": Caravan(code=f"L{number}", region="R", fixed_mad=Decimal(9000)) for number in range(7)}
    dear = replace(CAMPAIGN, caravans=CAMPAIGN.caravans | caravans)
    assert len(told(dear, *caravans)) == 5


def test_a_caravan_s_own_row_tells_the_same_caps() -> None:
    voice = Voice(with_caps(Cap(chapter="caravans", amount_mad=Decimal("1999.99"))), "en")
    row = UnservedRow(kind="caravan", code="K2", missing=1, reason="money")
    assert tell_row(row, spent_in(PLAN), voice) == (
        "Money is short: it needs 1,000.00 MAD, and 999.99 MAD are left under the cap on “Caravans”.",
        "",
    )
    within = Voice(with_caps(), "en")
    assert tell_row(row, spent_in(PLAN), within)[0] == "Money is short: a cap would be exceeded."
