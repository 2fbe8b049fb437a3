"""`riaya user`: accounts, for the administrator who has none yet, or whom nobody else can help."""

from __future__ import annotations

from typing import Final, get_args

import click

from planner.cli.accounts import address_of, read_password, territories_of
from planner.cli.database import opened
from planner.cli.groups import grouped
from planner.cli.refusals import RefusedError
from planner.cli.session import Session
from planner.cli.spoken import spoken
from planner.domain.roles import Role
from planner.store.errors import EmailTakenError, NotThereError
from planner.store.journal import write_journal
from planner.store.logins import close_logins
from planner.store.users import User, add_user, close_user, load_users, set_password

ROLES: Final = click.Choice(get_args(Role))


@spoken
@click.argument("email")
@click.option("--role", type=ROLES, required=True)
@click.option("--region", "regions", metavar="REGION", multiple=True)
@click.option("--province", "provinces", metavar="PROVINCE", multiple=True)
@click.option("--password-stdin", is_flag=True)
def user_add(
    session: Session,
    email: str,
    role: Role,
    regions: tuple[str, ...],
    provinces: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Add an account."""
    address = address_of(email, session)
    codes = territories_of(role, regions, provinces, session)
    with opened(session) as there:
        kept = read_password(address, from_stdin=password_stdin, session=session)
        try:
            with there.database.writing() as store:
                user = add_user(store, User(address, kept, role, *codes))
                bound = {"regions": " ".join(user.regions), "provinces": " ".join(user.provinces)}
                write_journal(store, "", "user_added", f"users/{user.email}", {"role": role, **bound})
        except EmailTakenError as error:
            raise RefusedError(session.say("user_taken", email=error)) from error
    session.tell("user_added", email=user.email, role=session.say(f"role_{role}"))


@spoken
def user_list(session: Session) -> None:
    """Tell every account."""
    with opened(session) as there, there.database.reading() as store:
        users = load_users(store)
    for user in users:
        told = [user.email, session.say(f"role_{user.role}"), ", ".join((*user.regions, *user.provinces))]
        click.echo("  ".join(filter(None, [*told, "" if user.is_active else session.say("user_inactive")])))
    if not users:
        session.tell("user_none")


@spoken
@click.argument("email")
def user_disable(session: Session, email: str) -> None:
    """Close an account: nobody can log in by it any more, and whoever is in is out."""
    _change(session, email, "user_disabled")


@spoken
@click.argument("email")
@click.option("--password-stdin", is_flag=True)
def user_password(session: Session, email: str, password_stdin: bool) -> None:
    """Give an account another password; whoever is in by the old one is out."""
    kept = read_password(email, from_stdin=password_stdin, session=session)
    _change(session, email, "password_changed", kept)


def _change(session: Session, email: str, deed: str, kept: str | None = None) -> None:
    """Close an account, or keep another password of it; end its logins, keep that in the journal, and tell it."""
    with opened(session) as there, there.database.writing() as store:
        try:
            user = close_user(store, email) if kept is None else set_password(store, email, kept)
        except NotThereError as error:
            raise RefusedError(session.say("user_unknown", email=email)) from error
        closed = close_logins(store, user.email)
        write_journal(store, "", deed, f"users/{user.email}")
        keepers = [each for each in load_users(store) if each.role == "national" and each.is_active]
    session.tell(deed, email=user.email, logins=closed)
    if kept is None and not keepers:  # as an administrator may want, where another has the last one's password
        session.complain("user_no_national")


command = grouped("user", {"add": user_add, "list": user_list, "disable": user_disable, "password": user_password})
