"""How unequal shares are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.derive.indicators import gini


@pytest.mark.parametrize(
    ("shares", "due"), [([], 0), ([0, 0], 0), ([1, 1, 1], 0), ([0, 1], Fraction(1, 2)), ([1, 3], Fraction(1, 4))]
)
def test_gini_is_half_the_relative_mean_difference(shares: list[int], due: Fraction) -> None:
    assert gini([Fraction(share) for share in shares]) == due


@given(st.lists(st.fractions(0, 1), min_size=1), st.integers(1, 9))
def test_gini_asks_for_proportions_alone(shares: list[Fraction], times: int) -> None:
    assert gini([share * times for share in shares]) == gini(shares) < 1
