"""Money: exact MAD outside, whole centimes inside, rounded in one way only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def to_centimes(mad: Decimal | Fraction) -> int:
    """Return money in whole centimes, half of one rounded up."""
    return floor(Fraction(mad) * 100 + Fraction(1, 2))


def to_mad(centimes: int) -> Decimal:
    """Return money in MAD, always with two decimals."""
    return Decimal(centimes).scaleb(-2)
