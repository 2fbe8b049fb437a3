"""Every route with every role, with nobody, and from a foreign territory."""

from __future__ import annotations

from typing import Final

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule

from planner.config import Config
from planner.domain.roles import Role
from planner.domain.rows import Rows
from planner.store.campaigns import save_campaign
from planner.store.database import Database
from planner.store.logins import open_login
from planner.store.users import User, add_user
from tests.web.conftest import FOREIGNER, PEOPLE, Enter, email_of, password_hash
from web.app import BLUEPRINTS, create_app
from web.deeds import LAWS, Deed
from web.guard import CAMPAIGN_OF, UndeclaredRouteError, deed_of, may
from web.logins import TOKEN

ANYBODY: Final = {
    "static",
    "health.live",
    "health.ready",
    "preferences.choose_language",
    "accounts.log_in",
    "accounts.open_one",
}
WHOEVER_IS_IN: Final = {
    "accounts.log_out",
    "accounts.change_password",
    "campaigns.start",
    "campaigns.show_all",
    "campaigns.show_one",
    "tables.show_one",
    "runs.show_one",
    "plans.show_one",
    "plans.show_unserved",
    "maps.show_one",
    "maps.show_places",
    "tours.show_one",
}
PLANNERS: Final = {"rows.add", "rows.change", "rows.remove", "rosters.show_one"}
COORDINATORS: Final = {"uploads.add"}
OF_ALL_OF_IT: Final = {
    "campaigns.take_workbook",
    "campaigns.take_archive",
    "uploads.replace",
    "uploads.put",
    "tables.accept",
    "runs.ask",
    "runs.stop",
    "plans.download",
    "plans.move",
}
"""For planners whose the whole campaign is, which the delegate's of one province is not."""
NATIONAL: Final = {
    "runs.show_all",
    "users.show_all",
    "users.add",
    "users.change",
    "users.give_password",
    "users.end_logins",
    "journal.show_all",
}
"""Who may call what, said here once more: a route that is opened to others by mistake is seen."""
REFUSED: Final[dict[Role, set[str]]] = {
    "national": set(),
    "regional": NATIONAL,
    "provincial": NATIONAL | COORDINATORS | OF_ALL_OF_IT,
    "field": NATIONAL | COORDINATORS | OF_ALL_OF_IT | PLANNERS,
    "reader": NATIONAL | COORDINATORS | OF_ALL_OF_IT | PLANNERS,
}
ARGUMENTS: Final = {
    "filename": "icon.svg",
    "email": email_of("reader"),
    "campaign": 1,
    "table": "douars",
    "place": 1,
    "plan": 1,
    "run": 1,
}


def rules(app: Flask) -> list[Rule]:
    """Return every rule of the application."""
    return list(app.url_map.iter_rules())


def calls(app: Flask) -> list[tuple[str, str, str]]:
    """Return the endpoint, method and address of every call that can be made."""
    addresses = app.url_map.bind("localhost")
    return [
        (rule.endpoint, method, addresses.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments}))
        for rule in rules(app)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_every_route_has_its_line_in_this_file(app: Flask) -> None:
    known = ANYBODY | WHOEVER_IS_IN | PLANNERS | COORDINATORS | OF_ALL_OF_IT | NATIONAL
    assert {rule.endpoint for rule in rules(app)} == known


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_comes_where_it_may_and_nowhere_else(app: Flask, enter: Enter, role: Role) -> None:
    for endpoint, method, address in calls(app):
        status = enter(email_of(role)).open(address, method=method, buffered=True).status_code
        assert (status == 403) is (endpoint in REFUSED[role]), (endpoint, method, status)
        assert status < 500, (endpoint, method)


def test_nobody_comes_near_what_is_of_a_foreign_territory(app: Flask, enter: Enter) -> None:
    for endpoint, method, address in calls(app):
        rule = next(each for each in rules(app) if each.endpoint == endpoint)
        if rule.arguments & CAMPAIGN_OF.keys():
            assert enter(FOREIGNER).open(address, method=method).status_code == 403, endpoint


def test_who_is_not_in_is_sent_to_log_in_and_back(app: Flask) -> None:
    client = app.test_client()
    for endpoint, method, address in calls(app):
        response = client.open(address, method=method, buffered=True)
        is_sent = response.status_code == 303 and response.location.startswith("/logins")
        assert is_sent is (endpoint not in ANYBODY), (endpoint, method)
    assert client.get("/journal?before=7").location == "/logins?back=/journal?before%3D7"


def test_who_was_thrown_out_meanwhile_is_led_to_log_in_by_a_part_of_a_page_too(app: Flask) -> None:
    response = app.test_client().get("/journal", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/logins")


def test_a_method_that_a_route_does_not_have_is_refused_with_a_page(enter: Enter) -> None:
    assert enter(email_of("national")).delete("/users").status_code == 405


def test_an_undeclared_route_keeps_the_application_from_starting(config: Config, database: Database) -> None:
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten", view_func=lambda: "")
    with pytest.raises(UndeclaredRouteError, match="/forgotten"):
        create_app(config, database, (*BLUEPRINTS, forgotten))


def test_a_part_of_an_address_that_the_guard_does_not_know_keeps_it_from_starting(
    config: Config, database: Database
) -> None:
    strange = Blueprint("strange", __name__)
    strange.add_url_rule("/strange/<thing>", view_func=may(Deed.SEE_CAMPAIGNS)(lambda thing: ""))
    with pytest.raises(UndeclaredRouteError, match="/strange/<thing>"):
        create_app(config, database, (*BLUEPRINTS, strange))


def test_every_deed_has_a_law_and_is_done_somewhere(app: Flask) -> None:
    assert set(Deed) == LAWS.keys() == {deed_of(app, rule.endpoint) for rule in rules(app)}


@pytest.fixture
def probed(config: Config, database: Database) -> Flask:
    """Return an application with a page of a campaign, which has nothing on it."""
    probe = Blueprint("probe", __name__)
    probe.add_url_rule("/probe/<int:campaign>", view_func=may(Deed.SEE_CAMPAIGNS)(lambda campaign: "here"))
    return create_app(config, database, (*BLUEPRINTS, probe))


def status_of(app: Flask, database: Database, email: str, address: str) -> int:
    """Return what an account is answered that asks for a page."""
    client = app.test_client()
    with database.writing() as store, client.session_transaction() as cookie:
        cookie[TOKEN] = open_login(store, email, 3600, 3600)
    return client.get(address).status_code


def test_a_campaign_is_seen_by_those_of_whose_territory_a_part_of_it_is(probed: Flask, database: Database) -> None:
    for role in PEOPLE:
        assert status_of(probed, database, email_of(role), "/probe/1") == 200, role
    assert status_of(probed, database, FOREIGNER, "/probe/1") == 403


def test_a_campaign_that_is_not_there_is_no_page(probed: Flask, database: Database) -> None:
    assert status_of(probed, database, email_of("regional"), "/probe/99") == 404


def test_the_list_holds_no_campaign_of_a_foreign_territory(enter: Enter) -> None:
    assert "Hiver 2023-2024" in enter(email_of("provincial")).get("/campaigns").text
    assert "Hiver 2023-2024" not in enter(FOREIGNER).get("/campaigns").text


def test_what_names_something_of_a_territory_is_known_to_these_tests() -> None:
    assert CAMPAIGN_OF.keys() <= ARGUMENTS.keys()


def test_a_disabled_account_is_out_at_once(app: Flask, database: Database) -> None:
    with database.writing() as session:
        add_user(session, User("closed@sante.example", password_hash(), "national", is_active=False))
    assert status_of(app, database, "closed@sante.example", "/campaigns") == 303


def test_a_campaign_without_provinces_is_its_makers(probed: Flask, database: Database) -> None:
    with database.writing() as session:
        made = save_campaign(session, "Vide", Rows(None, {}, ".csv", (), frozenset()), email_of("provincial"))
    address = f"/probe/{made.number}"
    assert status_of(probed, database, email_of("provincial"), address) == 200
    assert status_of(probed, database, email_of("national"), address) == 200
    assert status_of(probed, database, email_of("regional"), address) == 403
