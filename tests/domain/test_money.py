"""Money in whole centimes."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.money import to_centimes, whole_centimes


def test_what_is_owed_is_rounded_and_what_a_limit_allows_is_cut_off() -> None:
    assert to_centimes(Decimal("9000.005")) == 900_001
    assert whole_centimes(Decimal("9000.005")) == 900_000
    assert whole_centimes(Decimal("9000.01")) == to_centimes(Decimal("9000.01")) == 900_001
