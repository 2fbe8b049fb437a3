"""Figures as people write them in each language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from planner.domain.campaign import Province, Region
from planner.domain.money import to_mad
from planner.errors import Language

LOCALES: Final[dict[Language, str]] = {"fr": "fr_MA", "ar": "ar_MA", "en": "en"}


def count_text(count: int | Decimal, language: Language) -> str:
    """Return a whole number with its thousands apart."""
    return str(format_decimal(count, format="#,##0", locale=LOCALES[language]))


def mad_text(centimes: int, language: Language) -> str:
    """Return an amount in MAD with two decimals."""
    return str(format_decimal(to_mad(centimes), format="#,##0.00", locale=LOCALES[language]))


def share_text(share: Fraction, language: Language) -> str:
    """Return a share as a percentage with two decimals."""
    percent = Decimal(share.numerator) / Decimal(share.denominator)
    return str(format_percent(percent, format="#,##0.00 %", locale=LOCALES[language]))


def date_text(day: date, language: Language) -> str:
    """Return a date with its month in words."""
    return str(format_date(day, "long", locale=LOCALES[language]))


def place_name(place: Region | Province, language: Language) -> str:
    """Return a place's name in a language, else in the other one, else its code."""
    names = (place.name_ar, place.name_fr) if language == "ar" else (place.name_fr, place.name_ar)
    return next(filter(None, names), place.code)
