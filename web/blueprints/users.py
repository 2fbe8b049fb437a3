"""The accounts of all, for the national planner: who may come in, as what, and for which territory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from geodata.morocco import Division, provinces, regions
from planner.domain.roles import Role
from planner.store.errors import EmailTakenError
from planner.store.journal import write_journal
from planner.store.logins import close_logins
from planner.store.passwords import draw_password, hash_password
from planner.store.users import User, add_user, hold_users, load_user, load_users, plain_email, set_access, set_password
from web.deeds import LAWS, Deed
from web.guard import may
from web.pages import show
from web.site import site, user

pages = Blueprint("users", __name__)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
EMAIL: Final = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+")
LONGEST_EMAIL: Final = 320


@dataclass(frozen=True, slots=True)
class Place:
    """A region and its provinces, to be chosen from."""

    region: Division
    provinces: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class UsersPage:
    """Every account."""

    users: tuple[User, ...]
    regions: dict[str, Division]
    provinces: dict[str, Division]


@dataclass(frozen=True, slots=True)
class UserPage:
    """An account, or a new one: what was chosen, and the keys of what is wrong with it, by field."""

    account: User
    is_new: bool
    roles: tuple[Role, ...]
    places: tuple[Place, ...]
    faults: dict[str, str]


@dataclass(frozen=True, slots=True)
class PasswordGivenPage:
    """A first password, which is told this once."""

    email: str
    password: str


@pages.get("/users")
@may(Deed.KEEP_USERS)
def show_all() -> Response:
    """Show every account."""
    with site().database.reading() as session:
        return show("users/show_all.html", UsersPage(load_users(session), regions(), provinces()))


@pages.route("/users/new", methods=["GET", "POST"])
@may(Deed.KEEP_USERS)
def add() -> Response:
    """Make an account, with a first password that is told once."""
    if request.method == "GET":
        return _form(User("", "", "provincial"), {}, is_new=True)
    account = _typed(User(plain_email(request.form.get("email", "")), "", "reader"), is_active=True)
    faults = dict(_faults(account))
    password = draw_password()
    if not faults:
        kept = hash_password(password)
        try:
            with site().database.writing() as session:
                add_user(session, replace(account, password_hash=kept))
                write_journal(session, user().email, "user_added", f"users/{account.email}", _details(account))
        except EmailTakenError:
            faults["email"] = "user_taken"
    if faults:
        return _form(account, faults, is_new=True)
    return show("users/password_given.html", PasswordGivenPage(account.email, password))


@pages.route("/users/<email>", methods=["GET", "POST"])
@may(Deed.KEEP_USERS)
def change(email: str) -> Response:
    """Change what an account may do, and where; its logins end, so that it holds at once."""
    account = _load(email)
    if request.method == "GET":
        return _form(account, {}, is_new=False)
    changed = _typed(account, is_active="is_active" in request.form)
    faults = dict(_faults(changed))
    if account.email == user().email and (changed.role, changed.is_active) != (account.role, True):
        faults["role"] = "user_own"
    if faults:
        return _form(changed, faults, is_new=False)
    with site().database.writing() as session:
        held = hold_users(session, account.email, user().email)
        before = held[account.email]
        if not _may_still(held[user().email]):
            abort(403)
        after = set_access(session, changed)
        if after != before:
            close_logins(session, account.email)
            write_journal(session, user().email, _deed(before, after), f"users/{account.email}", _details(after))
    flash("user_done")
    return redirect(url_for("users.show_all"), 303)


@pages.post("/users/<email>/password")
@may(Deed.KEEP_USERS)
def give_password(email: str) -> Response:
    """Give an account another first password, as when somebody forgot theirs; its logins end."""
    account, password = _load(email), draw_password()
    kept = hash_password(password)
    with site().database.writing() as session:
        set_password(session, account.email, kept)
        close_logins(session, account.email)
        write_journal(session, user().email, "password_given", f"users/{account.email}")
    return show("users/password_given.html", PasswordGivenPage(account.email, password))


@pages.post("/users/<email>/logins/end")
@may(Deed.KEEP_USERS)
def end_logins(email: str) -> Response:
    """End every login of an account."""
    account = _load(email)
    with site().database.writing() as session:
        close_logins(session, account.email)
        write_journal(session, user().email, "logins_ended", f"users/{account.email}")
    flash("user_logins_done")
    return redirect(url_for("users.change", email=account.email), 303)


def _load(email: str) -> User:
    with site().database.reading() as session:
        account = load_user(session, email)
    return account or abort(404)


def _may_still(asker: User) -> bool:
    """Whether whoever asks still keeps accounts: of two who shut each other out at once, one is the first."""
    return asker.is_active and asker.role in LAWS[Deed.KEEP_USERS].roles


def _form(account: User, faults: dict[str, str], *, is_new: bool) -> Response:
    page = UserPage(account, is_new, ROLES, _places(), faults)
    return show("users/change.html", page, 422 if faults else 200)


def _typed(account: User, *, is_active: bool) -> User:
    """Return an account as the form that was sent has it; what it does not know is left as it is."""
    role = next((role for role in ROLES if role == request.form.get("role")), account.role)
    chosen = {"region": regions(), "province": provinces()} if role != "national" else {}
    bound = {
        name: tuple(code for code in request.form.getlist(name) if code in there) for name, there in chosen.items()
    }
    return replace(
        account,
        role=role,
        regions=bound.get("region", ()),
        provinces=bound.get("province", ()),
        is_active=is_active,
    )


def _faults(account: User) -> Iterator[tuple[str, str]]:
    """Yield the field and the key of each thing that is wrong with an account."""
    if not EMAIL.fullmatch(account.email) or len(account.email) > LONGEST_EMAIL:
        yield "email", "user_email_wrong"
    if account.role != "national" and not account.regions and not account.provinces:
        yield "territory", "user_territory_missing"


def _deed(before: User, after: User) -> str:
    return "user_disabled" if before.is_active and not after.is_active else "user_changed"


def _details(account: User) -> dict[str, str]:
    return {"role": account.role, "regions": " ".join(account.regions), "provinces": " ".join(account.provinces)}


def _places() -> tuple[Place, ...]:
    """Return the country's regions and their provinces."""
    return tuple(
        Place(region, tuple(each for each in provinces().values() if each.parent == code))
        for code, region in regions().items()
    )
