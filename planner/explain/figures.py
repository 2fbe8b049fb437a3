"""Figures as people write them in each language: the one place that writes numbers, dates and names."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit

from geodata.morocco import Division
from planner.domain.campaign import Centre, Douar, Point, Province, Region
from planner.domain.money import to_mad
from planner.errors import Language

LOCALES: Final[dict[Language, str]] = {"fr": "fr_MA", "ar": "ar_MA", "en": "en"}
ZONE: Final = ZoneInfo("Africa/Casablanca")
DURATIONS: Final[tuple[tuple[int, str], ...]] = (
    (3600, "duration-hour"),
    (60, "duration-minute"),
    (1, "duration-second"),
)
LEFT_TO_RIGHT: Final = "\u200e"
"""Invisible; without it a minus sign drifts to the other end of its number in a line that runs from right to left."""


def _written(number: float | Decimal, pattern: str, language: Language) -> str:
    text = str(format_decimal(number, format=pattern, locale=LOCALES[language]))
    return f"{LEFT_TO_RIGHT}{text}" if language == "ar" and number < 0 else text


def count_text(count: int | Decimal, language: Language) -> str:
    """Return a whole number with its thousands apart."""
    return _written(count, "#,##0", language)


def number_text(number: float | Decimal, language: Language) -> str:
    """Return a number with the decimals that mean something, three at most."""
    return _written(number, "#,##0.###", language)


def mad_text(centimes: int, language: Language) -> str:
    """Return an amount in MAD with two decimals."""
    return _written(to_mad(centimes), "#,##0.00", language)


def share_text(share: Fraction, language: Language) -> str:
    """Return a share as a percentage with two decimals at most; its sign follows a blank in French alone."""
    percent = Decimal(100 * share.numerator) / Decimal(share.denominator)
    return _written(percent, "#,##0.##", language) + ("\u00a0%" if language == "fr" else "%")


def date_text(day: date, language: Language) -> str:
    """Return a date with its month in words; the first of a month is an ordinal in French."""
    text = str(format_date(day, "long", locale=LOCALES[language]))
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def moment_text(moment: datetime, language: Language) -> str:
    """Return a moment as a clock in Morocco shows it: date, hour and minute."""
    there = moment.astimezone(ZONE)
    comma = "،" if language == "ar" else ","
    return f"{date_text(there.date(), language)}{comma} {there:%H:%M}"


def duration_text(seconds: int, language: Language) -> str:
    """Return how long something lasts, in seconds, minutes or hours: rounded up, as it is told of what is left."""
    size, unit = next(each for each in DURATIONS if seconds > 2 * each[0] or each[0] == 1)
    return str(format_unit(-(-seconds // size), unit, locale=LOCALES[language]))


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as a clock shows them, in any language."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def place_name(place: Region | Province | Douar | Point | Centre | Division, language: Language) -> str:
    """Return a place's name in a language, else in the other one, else its code."""
    names = (place.name_ar, place.name_fr) if language == "ar" else (place.name_fr, place.name_ar)
    return next(filter(None, names), place.code)
