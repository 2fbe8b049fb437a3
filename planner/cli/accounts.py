"""What an account is given by the command: an address, a role, territories, a password."""

from __future__ import annotations

import re
import sys
from typing import Final

import click

from geodata.morocco import provinces as all_provinces
from geodata.morocco import regions as all_regions
from planner.cli.provinces import find_provinces, find_regions
from planner.cli.session import Session
from planner.cli.spoken import MisuseError
from planner.domain.campaign import Province, Region
from planner.domain.roles import Role
from planner.store.passwords import hash_password, password_fault

ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_ADDRESS: Final = 320


def address_of(asked: str, session: Session) -> str:
    """Return an address that is one.

    Raises
    ------
    MisuseError
        Where it is none.
    """
    if not ADDRESS.fullmatch(asked) or not asked.isprintable() or len(asked) > LONGEST_ADDRESS:
        raise MisuseError(session.say("user_address", email=asked))
    return asked


def territories_of(
    role: Role, regions: tuple[str, ...], provinces: tuple[str, ...], session: Session
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the regions and provinces that an account of a role is bound to.

    Raises
    ------
    MisuseError
        Where one is unknown, where the role needs one and none is given, or where the role is bound to none.
    """
    if role == "national" and (regions or provinces):
        raise MisuseError(session.say("user_bound_to_none"))
    if role != "national" and not (regions or provinces):
        raise MisuseError(session.say("user_bound_to_some", role=session.say(f"role_{role}")))
    known_regions = {
        code: Region(code=code, name_fr=each.name_fr, name_ar=each.name_ar) for code, each in all_regions().items()
    }
    known_provinces = {
        code: Province(code=code, region=each.parent, name_fr=each.name_fr, name_ar=each.name_ar)
        for code, each in all_provinces().items()
    }
    return find_regions(regions, known_regions, session), find_provinces(provinces, known_provinces, session)


def read_password(email: str, *, from_stdin: bool, session: Session) -> str:
    """Return what is kept of a password: the first line of standard input, or what is typed unseen at a terminal.

    Raises
    ------
    MisuseError
        Where there is no terminal to ask, or the password is one that is guessed.
    """
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        asked = session.say("password_asked", email=email)
        password = click.prompt(asked, hide_input=True, prompt_suffix=" ", err=True)
    else:
        raise MisuseError(session.say("password_from_where"))
    if fault := password_fault(password, email):
        raise MisuseError(session.say(fault))
    return hash_password(password)
