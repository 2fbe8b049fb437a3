"""Prices of shared money."""

from __future__ import annotations

import numpy as np
import pytest

from planner.solve.pricing.mix import Offer, mix_offers


def offer(part: int, cost_mad: float, *spent_mad: float) -> Offer:
    return Offer(part, cost_mad, np.array(spent_mad))


def test_where_money_is_enough_each_parts_best_offer_is_taken_and_money_has_no_price() -> None:
    offers = [offer(0, -10, 5), offer(0, -4, 1), offer(1, -7, 2)]
    mix = mix_offers(offers, 2, [False, False], np.array([100.0]))
    assert mix.prices == pytest.approx([0])
    assert mix.spent_mad == pytest.approx(np.array([[5], [2]]))


def test_where_money_is_short_its_price_is_what_one_more_dirham_brings() -> None:
    offers = [offer(0, 0, 0), offer(0, -30, 10), offer(1, 0, 0), offer(1, -20, 10)]
    mix = mix_offers(offers, 2, [False, False], np.array([15.0]))
    more = mix_offers(offers, 2, [False, False], np.array([16.0]))
    assert mix.prices == pytest.approx([2])
    # Ten dirhams by the second part bring 20.
    assert mix.spent_mad == pytest.approx(np.array([[10], [5]]))
    assert more.spent_mad == pytest.approx(np.array([[10], [6]]))


def test_a_part_that_may_be_left_out_costs_nothing_where_it_does_not_pay() -> None:
    offers = [offer(0, 3, 1), offer(1, 4, 1)]
    assert mix_offers(offers, 2, [True, False], np.array([9.0])).spent_mad == pytest.approx(np.array([[0], [1]]))


def test_a_cap_that_no_mix_keeps_is_exceeded_at_a_price_above_all_worth() -> None:
    mix = mix_offers([offer(0, -5, 10)], 1, [False], np.array([4.0]))
    assert mix.spent_mad.sum() == pytest.approx(10)
    assert mix.prices[0] >= 50


def test_without_caps_or_offers_there_is_a_mix() -> None:
    assert mix_offers([], 0, [], np.zeros(0)).spent_mad.shape == (0, 0)
    assert mix_offers([offer(0, -5)], 1, [False], np.zeros(0)).spent_mad.shape == (1, 0)
