"""Money: exact MAD outside, whole centimes inside, rounded in one way only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def to_centimes(mad: Decimal | Fraction) -> int:
    """Return money in whole centimes, half of one rounded up."""
    numerator, denominator = mad.as_integer_ratio()
    return (200 * numerator + denominator) // (2 * denominator)


def whole_centimes(mad: Decimal | Fraction) -> int:
    """Return the whole centimes that money is enough for: what a limit allows, as spending is in whole ones."""
    return floor(100 * Fraction(mad))


def to_mad(centimes: int) -> Decimal:
    """Return money in MAD, always with two decimals."""
    return Decimal(centimes).scaleb(-2)
