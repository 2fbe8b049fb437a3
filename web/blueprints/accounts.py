"""One's own account: log in, log out, change the password."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.store.errors import AccountChangedError
from planner.store.journal import write_journal
from planner.store.logins import begin_attempt, close_logins
from planner.store.passwords import hash_password, is_password, needs_rehash, password_fault, waste_time
from planner.store.users import User, load_user, load_users, set_password
from web.deeds import Deed
from web.guard import may
from web.known import is_known, remember
from web.logins import let_in, let_out, login_token
from web.pages import local_path, show
from web.site import site, user

pages = Blueprint("accounts", __name__)


@dataclass(frozen=True, slots=True)
class LogInPage:
    """Where one logs in.

    Attributes
    ----------
    back
        Where whoever logs in wanted to go; blank for the first page.
    fault
        The key of what went wrong; blank where nothing did.
    wait_min
        Minutes to wait before another attempt.
    has_accounts
        Whether there is an account at all.
    """

    email: str = ""
    back: str = ""
    fault: str = ""
    wait_min: int = 0
    has_accounts: bool = True


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Where one changes one's password: whose it is, for browsers that keep passwords, and what is wrong by field."""

    email: str
    faults: dict[str, str]


@pages.get("/logins")
@may(Deed.ENTER)
def log_in() -> Response:
    """Show where one logs in."""
    with site().database.reading() as session:
        has_accounts = bool(load_users(session))
    return show("accounts/log_in.html", LogInPage(back=_back(request.args.get("back")), has_accounts=has_accounts))


@pages.post("/logins")
@may(Deed.ENTER)
def open_one() -> Response:
    """Let somebody in who knows an account's password; who tries too often from one place must wait."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    page = LogInPage(email=email, back=_back(request.form.get("back")))
    address = request.remote_addr or ""
    with site().database.writing() as session:
        attempt = begin_attempt(session, email, address, is_known=is_known(email))
        account = load_user(session, email)
    if wait := attempt.wait_s:
        response = show("accounts/log_in.html", replace(page, fault="log_in_wait", wait_min=-(-wait // 60)), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    wrong = replace(page, fault="log_in_wrong")
    if not _knows(account, password):
        return show("accounts/log_in.html", wrong, 422)
    assert account is not None
    fresh = hash_password(password) if needs_rehash(account.password_hash) else None
    try:
        let_in(account, attempt, fresh)
    except AccountChangedError:
        return show("accounts/log_in.html", wrong, 422)
    there = redirect(page.back or url_for("campaigns.show_all"), 303)
    remember(there, account.email)
    return there


@pages.post("/logins/end")
@may(Deed.KEEP_OWN_ACCOUNT)
def log_out() -> Response:
    """End the login of this browser."""
    let_out()
    return redirect(url_for("accounts.log_in"), 303)


@pages.route("/passwords", methods=["GET", "POST"])
@may(Deed.KEEP_OWN_ACCOUNT)
def change_password() -> Response:
    """Change one's password; every other login of the account ends."""
    if request.method == "GET":
        return show("accounts/change_password.html", PasswordPage(user().email, {}))
    account, new = user(), request.form.get("new", "")
    faults: dict[str, str] = {}
    if not is_password(account.password_hash, request.form.get("old", "")):
        faults["old"] = "password_wrong"
    if fault := password_fault(new, account.email):
        faults["new"] = fault
    elif new != request.form.get("again", ""):
        faults["again"] = "password_differs"
    if not faults:
        fresh = hash_password(new)
        try:
            with site().database.writing() as session:
                set_password(session, account.email, fresh, account.password_hash)
                close_logins(session, account.email, but=login_token())
                write_journal(session, account.email, "password_changed", f"users/{account.email}")
        except AccountChangedError:
            faults["old"] = "password_wrong"
    if faults:
        return show("accounts/change_password.html", PasswordPage(account.email, faults), 422)
    flash("password_done")
    return redirect(url_for("campaigns.show_all"), 303)


def _knows(account: User | None, password: str) -> bool:
    """Return whether a password is an account's; it takes as long where there is none, or none that may come in."""
    if account is None or not account.is_active:
        waste_time(password)
        return False
    return is_password(account.password_hash, password)


def _back(text: str | None) -> str:
    return local_path(text) or ""
