"""The accounts of all, and the journal of what is done to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from planner.store.database import Database
from planner.store.journal import Entry, load_journal, write_journal
from planner.store.passwords import hash_password, is_password, password_fault
from planner.store.users import User, add_user, close_user, load_user, set_access, set_password
from tests.web.conftest import AZILAL, Enter, email_of
from web.blueprints import users
from web.blueprints.journal import MOST

NATIONAL = email_of("national")
NEW = {"email": "Nouvelle@Sante.Example", "role": "provincial", "province": AZILAL}


def password_in(page: str) -> str:
    found = re.search(r'class="secret"><code dir="ltr">([^<]+)<', page)
    assert found is not None
    return found[1]


def kept(database: Database, email: str) -> User | None:
    with database.reading() as session:
        return load_user(session, email)


def journal(database: Database) -> list[Entry]:
    with database.reading() as session:
        return list(load_journal(session, 99))


def test_a_new_account_comes_in_with_the_password_that_was_told_once(
    enter: Enter, app: Flask, database: Database
) -> None:
    page = enter(NATIONAL).post("/users/new", data=NEW)
    form = {"email": "nouvelle@sante.example", "password": password_in(page.text)}
    assert app.test_client().post("/logins", data=form).location == "/campaigns"
    assert not password_fault(form["password"], form["email"])
    there = kept(database, form["email"])
    assert there is not None
    assert (there.role, there.regions, there.provinces, there.is_active) == ("provincial", (), (AZILAL,), True)
    line = journal(database)[0]
    assert (line.who, line.deed, line.about) == (NATIONAL, "user_added", "users/nouvelle@sante.example")
    assert line.details == {"role": "provincial", "regions": "", "provinces": AZILAL}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"email": "no address"}, "email-fault"),
        ({"email": "a/b@sante.example"}, "email-fault"),
        ({"email": "x" * 320 + "@sante.example"}, "email-fault"),
        ({"email": NATIONAL}, "email-fault"),
        ({"province": ""}, "territory-fault"),
        ({"province": "99.999"}, "territory-fault"),
    ],
)
def test_what_is_wrong_with_an_account_stands_beside_it_and_nothing_is_made(
    enter: Enter, database: Database, change: dict[str, str], fault: str
) -> None:
    response = enter(NATIONAL).post("/users/new", data=NEW | change)
    assert response.status_code == 422
    assert f'id="{fault}"' in response.text
    assert not journal(database)


def test_a_national_planner_is_bound_to_nothing_whatever_was_ticked(enter: Enter, database: Database) -> None:
    enter(NATIONAL).post("/users/new", data=NEW | {"role": "national", "region": "05"})
    there = kept(database, "nouvelle@sante.example")
    assert there is not None
    assert (there.regions, there.provinces) == ((), ())


def test_a_changed_account_is_out_and_comes_back_as_what_it_now_is(enter: Enter, database: Database) -> None:
    email = email_of("regional")
    theirs = enter(email)
    form = {"role": "reader", "region": ["05", "08"], "is_active": "on"}
    assert enter(NATIONAL).post(f"/users/{email}", data=form).location == "/users"
    assert theirs.get("/campaigns").status_code == 303
    there = kept(database, email)
    assert there is not None
    assert (there.role, there.regions) == ("reader", ("05", "08"))
    assert journal(database)[0].deed == "user_changed"


def test_the_journal_knows_an_account_by_one_address_however_it_was_asked_for(enter: Enter, database: Database) -> None:
    form = {"role": "reader", "region": "05", "is_active": "on"}
    enter(NATIONAL).post("/users/REGIONAL@Sante.example", data=form)
    assert journal(database)[0].about == "users/regional@sante.example"


def test_nothing_that_did_not_change_throws_anybody_out(enter: Enter, database: Database) -> None:
    email = email_of("regional")
    theirs = enter(email)
    enter(NATIONAL).post(f"/users/{email}", data={"role": "regional", "region": "05", "is_active": "on"})
    assert theirs.get("/campaigns").status_code == 200
    assert not journal(database)


def test_a_disabled_account_is_out_and_stays_out(enter: Enter, database: Database) -> None:
    email = email_of("regional")
    theirs = enter(email)
    enter(NATIONAL).post(f"/users/{email}", data={"role": "regional", "region": "05"})
    assert theirs.get("/campaigns").status_code == 303
    assert enter(email).get("/campaigns").status_code == 303
    assert journal(database)[0].deed == "user_disabled"


def test_nobody_shuts_themselves_out(enter: Enter, database: Database) -> None:
    client = enter(NATIONAL)
    for form in ({"role": "reader", "region": "05", "is_active": "on"}, {"role": "national"}):
        response = client.post(f"/users/{NATIONAL}", data=form)
        assert (response.status_code, 'id="role-fault"' in response.text) == (422, True)
    there = kept(database, NATIONAL)
    assert there is not None
    assert (there.role, there.is_active) == ("national", True)


def test_of_two_who_shut_each_other_out_at_once_one_stays(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, look = User("other@sante.example", "$", "national"), users._faults
    with database.writing() as session:
        add_user(session, other)

    def faults(account: User) -> Iterator[tuple[str, str]]:
        with database.writing() as session:  # the other is the first
            set_access(session, User(NATIONAL, "$", "reader", ("05",)))
        return look(account)

    client = enter(NATIONAL)
    monkeypatch.setattr(users, "_faults", faults)
    form = {"role": "reader", "region": "05", "is_active": "on"}
    assert client.post(f"/users/{other.email}", data=form).status_code == 403
    assert kept(database, other.email) == other
    assert not journal(database)


def test_a_forgotten_password_is_replaced_and_the_old_login_ends(enter: Enter, app: Flask, database: Database) -> None:
    email = email_of("field")
    theirs = enter(email)
    page = enter(NATIONAL).post(f"/users/{email}/password").text
    assert theirs.get("/campaigns").status_code == 303
    form = {"email": email, "password": password_in(page)}
    assert app.test_client().post("/logins", data=form).status_code == 303
    assert journal(database)[0].deed == "password_given"


def test_a_password_that_is_given_opens_no_account_that_was_closed_meanwhile(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = email_of("field")

    def digest(password: str) -> str:
        with database.writing() as session:
            close_user(session, email)
        return hash_password(password)

    monkeypatch.setattr(users, "hash_password", digest)
    page = enter(NATIONAL).post(f"/users/{email}/password").text
    there = kept(database, email)
    assert there is not None
    assert (there.is_active, is_password(there.password_hash, password_in(page))) == (False, True)


def test_a_changed_account_keeps_the_password_that_it_was_given_meanwhile(
    enter: Enter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    email, look = email_of("field"), users._faults

    def faults(account: User) -> Iterator[tuple[str, str]]:
        with database.writing() as session:
            set_password(session, email, "$new")
        return look(account)

    monkeypatch.setattr(users, "_faults", faults)
    enter(NATIONAL).post(f"/users/{email}", data={"role": "reader", "region": "05", "is_active": "on"})
    there = kept(database, email)
    assert there is not None
    assert (there.role, there.password_hash) == ("reader", "$new")


def test_every_login_of_an_account_can_be_ended(enter: Enter, database: Database) -> None:
    email = email_of("field")
    theirs = [enter(email), enter(email)]
    enter(NATIONAL).post(f"/users/{email}/logins/end")
    assert [client.get("/campaigns").status_code for client in theirs] == [303, 303]
    assert journal(database)[0].deed == "logins_ended"


def test_an_account_that_is_not_there_is_no_page(enter: Enter) -> None:
    client = enter(NATIONAL)
    assert client.get("/users/nobody@sante.example").status_code == 404
    assert client.post("/users/nobody@sante.example/password").status_code == 404


def test_the_journal_is_read_from_the_newest_page_by_page(enter: Enter, database: Database) -> None:
    with database.writing() as session:
        for number in range(2 * MOST + 3):
            write_journal(session, "", "plan_danced", f"plans/{number}", {"why": "<i>so</i>"})
    client, seen = enter(NATIONAL), []
    address: str | None = "/journal"
    while address:
        page = client.get(address).text
        seen += re.findall(r"/plans/(\d+)", page)
        found = re.search(r'href="(/journal\?before=\d+)"', page)
        address = found[1] if found else None
    assert seen == [str(number) for number in reversed(range(2 * MOST + 3))]
    assert "plan_danced" in page, "a deed without a sentence is shown by its word"
    assert "<i>so" not in page


def test_a_part_of_the_journal_is_lines_alone(enter: Enter) -> None:
    assert "<html" not in enter(NATIONAL).get("/journal", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ("Calcul n° \u20687\u2069", "secondes de calcul", "Planificateur national", "Azilal, Khénifra")),
        ("ar", ("عملية الحساب رقم", "ثواني الحساب", "مخطط وطني", "أزيلال، خنيفرة")),
    ],
)
def test_the_journal_is_told_in_the_language_of_the_page(
    enter: Enter, database: Database, language: str, told: tuple[str, ...]
) -> None:
    with database.writing() as session:
        write_journal(session, NATIONAL, "run_asked", "runs/7", {"campaign": "1", "seconds": "60"})
        bound = {"role": "national", "regions": "", "provinces": "05.081 05.301"}
        write_journal(session, "", "user_added", "users/amal@sante.ma", bound)
        write_journal(session, "", "database_restored", "database", {"step": "step_3"})
    page = enter(NATIONAL).get("/journal", headers={"Accept-Language": language}).text
    assert all(each in page for each in told)
    assert 'href="/runs/7"' in page and 'href="/users/amal@sante.ma"' in page
    assert not re.search("seconds|provinces:|users/<|>database<", page.partition("<tbody>")[2])
