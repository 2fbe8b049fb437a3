"""Prices of shared money."""

from __future__ import annotations

import numpy as np
import pytest

from planner.solve.pricing.mix import DEAREST, Mix, Mixer, Offer


def offer(part: int, cost_mad: float, *spent_mad: float) -> Offer:
    return Offer(part, cost_mad, np.array(spent_mad))


def mix_offers(offers: list[Offer], free: list[bool], caps_mad: np.ndarray) -> Mix:
    return Mixer(offers, free, len(caps_mad)).mix(caps_mad)


def spent_mad(offers: list[Offer], free: list[bool], cap_mad: float) -> list[list[float]]:
    """Return what the best mix spends, by part."""
    shares = mix_offers(offers, free, np.array([cap_mad])).shares
    spent = np.zeros((len(free), 1))
    for each, share in zip(offers, shares, strict=True):
        spent[each.part] += share * each.spent_mad
    return spent.tolist()


def test_where_money_is_enough_each_parts_best_offer_is_taken_and_money_has_no_price() -> None:
    offers = [offer(0, -10, 5), offer(0, -4, 1), offer(1, -7, 2)]
    assert mix_offers(offers, [False, False], np.array([100.0])).prices == pytest.approx([0])
    assert spent_mad(offers, [False, False], 100.0) == [pytest.approx([5]), pytest.approx([2])]


def test_where_money_is_short_its_price_is_what_one_more_dirham_brings() -> None:
    offers = [offer(0, 0, 0), offer(0, -30, 10), offer(1, 0, 0), offer(1, -20, 10)]
    assert mix_offers(offers, [False, False], np.array([15.0])).prices == pytest.approx([2])
    # Ten dirhams by the second part bring 20.
    assert spent_mad(offers, [False, False], 15.0) == [pytest.approx([10]), pytest.approx([5])]
    assert spent_mad(offers, [False, False], 16.0) == [pytest.approx([10]), pytest.approx([6])]


def test_a_part_that_may_be_left_out_costs_nothing_where_it_does_not_pay() -> None:
    offers = [offer(0, 3, 1), offer(1, 4, 1)]
    assert mix_offers(offers, [True, False], np.array([9.0])).shares == pytest.approx([0, 1])


def test_a_cap_that_no_mix_keeps_is_exceeded_at_a_price_above_all_worth() -> None:
    mix = mix_offers([offer(0, -5, 10)], [False], np.array([4.0]))
    assert mix.shares == pytest.approx([1])
    assert mix.prices[0] >= 50


def test_where_there_is_no_money_its_price_is_still_one_that_programmes_can_reckon_with() -> None:
    assert mix_offers([offer(0, 3, 0), offer(0, -1e9, 10)], [False], np.zeros(1)).prices == pytest.approx([DEAREST])


def test_without_caps_or_offers_there_is_a_mix() -> None:
    assert mix_offers([], [], np.zeros(0)).shares.shape == (0,)
    assert mix_offers([offer(0, -5)], [False], np.zeros(0)).shares == pytest.approx([1])


def test_a_mixer_answers_other_caps_as_a_new_one_would() -> None:
    offers = [offer(0, -10, 10), offer(0, 0, 0), offer(1, -30, 10), offer(1, 0, 0)]
    mixer = Mixer(offers, [False, False], 1)
    for cap in (25.0, 4.0, 0.0, 15.0, 25.0):
        ours, anew = mixer.mix(np.array([cap])), mix_offers(offers, [False, False], np.array([cap]))
        assert (ours.cost_mad, ours.prices, ours.shares) == (
            pytest.approx(anew.cost_mad),
            pytest.approx(anew.prices),
            pytest.approx(anew.shares),
        )
