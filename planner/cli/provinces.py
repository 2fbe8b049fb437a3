"""Provinces as people name them: by code, or by a French or Arabic name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.cli.session import Session
from planner.cli.spoken import MisuseError
from planner.domain.campaign import Province
from planner.explain.figures import place_name
from planner.files.headers import plain


def find_provinces(asked: Sequence[str], provinces: Mapping[str, Province], session: Session) -> tuple[str, ...]:
    """Return the codes of the provinces that are asked for by code or name, whatever its case and accents.

    Raises
    ------
    MisuseError
        Where there is no such province, or more than one; with the code and name of each that is meant or could be.
    """
    return tuple(_find(each, provinces, session) for each in asked)


def _find(asked: str, provinces: Mapping[str, Province], session: Session) -> str:
    if asked in provinces:
        return asked
    there = [
        each for each in provinces.values() if plain(asked) in map(plain, filter(None, (each.name_fr, each.name_ar)))
    ]
    if len(there) == 1:
        return there[0].code
    known = [f"  {each.code}  {place_name(each, session.language)}" for each in there or provinces.values()]
    wrong = session.say("province_ambiguous" if there else "province_unknown", asked=asked)
    raise MisuseError("\n".join([wrong, *known]))
