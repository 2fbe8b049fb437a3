"""The server of the pages killed in the middle of what somebody sends: it is stored as a whole or not at all.

What is stored and what the journal tells of it are held against each other, as they are written together; then the
server is started again, and what was not stored is sent once more, by the same login.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Thread
from time import monotonic, sleep
from typing import Final
from urllib.parse import urlencode

from benchmarks.arena import Arena, wait_for
from benchmarks.browser import fields_of
from benchmarks.web_server import HOST
from planner.files.archive import read_upload
from planner.store.campaigns import load_campaign, load_campaigns
from planner.store.journal import Entry, load_journal
from planner.store.kept_rows import load_rows
from planner.store.rows import load_row
from planner.store.runs import StoredRun, load_run

PERSON: Final = "kills@pages.example"
"""Who uses the pages."""
FORM: Final = "application/x-www-form-urlencoded"
BOUNDARY: Final = "--------riaya"
TABLE: Final = "douars"
PLACE: Final = 1
LONG_S: Final = 20
"""Of the run that is to be stopped: it must end long before."""
MOST_ENTRIES: Final = 10_000
PATIENCE_S: Final = 30


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sends: an address, the type of what is sent, and that."""

    path: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody does on the pages.

    Attributes
    ----------
    prepare
        Opens the form, and returns what is sent by it.
    done
        How often it is done, as what is stored says, and as the journal says.
    is_whole
        Whether what is stored of it is all that was sent.
    """

    prepare: Callable[[Arena], Sent]
    done: Callable[[Arena], tuple[int, int]]
    is_whole: Callable[[Arena, Sent], bool]


def kill_while_sent(arena: Arena, deed: Deed) -> None:
    """Kill the server when half of what is sent has arrived: nothing of it may be stored."""
    sent, before = deed.prepare(arena), deed.done(arena)
    connection = _begun(arena, sent)
    connection.send(sent.data[: len(sent.data) // 2])
    sleep(0.2)
    _restart(arena)
    connection.close()
    if deed.done(arena) != before:
        arena.faults.append(f"{sent.path}: something was stored of what had half arrived")
    _do_again(arena, deed)


def kill_while_answered(arena: Arena, deed: Deed) -> None:
    """Kill the server at some moment while it answers: all is stored, or nothing."""
    sent = deed.prepare(arena)
    begun = monotonic()
    _send(arena, sent)
    took_s = monotonic() - begun
    sent, before = deed.prepare(arena), deed.done(arena)
    thread = Thread(target=_send, args=(arena, sent))
    thread.start()
    sleep(arena.chance.uniform(0, took_s))
    _restart(arena)
    thread.join()
    _look(arena, deed, sent, before)


def kill_database_while_answered(arena: Arena) -> None:
    """Kill the server of the database at some moment while a row is saved; the pages answer again when it is back."""
    deed = DEEDS["saved row"]
    sent, before = deed.prepare(arena), deed.done(arena)
    thread = Thread(target=_send, args=(arena, sent))
    thread.start()
    sleep(arena.chance.uniform(0, 0.1))
    arena.kill_database()
    thread.join()
    _look(arena, deed, sent, before)


def _look(arena: Arena, deed: Deed, sent: Sent, before: tuple[int, int]) -> None:
    """See whether all of something was stored or nothing; where nothing was, it is done again."""
    stored, told = deed.done(arena)
    if stored - before[0] != told - before[1] or not 0 <= stored - before[0] <= 1:
        arena.faults.append(f"{sent.path}: stored {stored - before[0]} times, told {told - before[1]} times")
    elif stored == before[0]:
        _do_again(arena, deed)
    elif not deed.is_whole(arena, sent):
        arena.faults.append(f"{sent.path}: half of it was stored")


def _do_again(arena: Arena, deed: Deed) -> None:
    """Do something undisturbed; whoever was logged in still is."""
    if (page := arena.browser.get("/campaigns")).status != 200 or page.led:
        arena.faults.append(f"after a kill the list of campaigns was answered by {page.status}")
    sent, before = deed.prepare(arena), deed.done(arena)
    status = _send(arena, sent)
    done = deed.done(arena)
    if status != 303 or (done[0] - before[0], done[1] - before[1]) != (1, 1) or not deed.is_whole(arena, sent):
        arena.faults.append(f"{sent.path}: done again after a kill it was answered by {status}")


def _restart(arena: Arena) -> None:
    arena.web.kill()
    arena.browser.close()
    arena.web.start()


def _begun(arena: Arena, sent: Sent) -> HTTPConnection:
    """Return a connection on which the head of what is sent has gone."""
    connection = HTTPConnection(HOST, arena.web.port, timeout=PATIENCE_S)
    connection.putrequest("POST", sent.path)
    connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in arena.browser.cookies.items()))
    connection.putheader("Content-Type", sent.kind)
    connection.putheader("Content-Length", str(len(sent.data)))
    connection.endheaders()
    return connection


def _send(arena: Arena, sent: Sent) -> int:
    """Send something and return the status of the answer; 0 where there is none."""
    try:
        with closing(_begun(arena, sent)) as connection:
            connection.send(sent.data)
            return connection.getresponse().status
    except (OSError, HTTPException):
        return 0


def _form(path: str, fields: Mapping[str, str]) -> Sent:
    return Sent(path, FORM, urlencode(fields).encode())


def _journal(arena: Arena, deed: str) -> list[Entry]:
    with arena.database.reading() as session:
        return [entry for entry in load_journal(session, MOST_ENTRIES) if entry.deed == deed]


def _upload(arena: Arena) -> Sent:
    token = fields_of(arena.browser.get("/campaigns/new").text, "name")["csrf_token"]
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in (("csrf_token", token), ("name", "upload"))
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="campaign.zip"\r\n\r\n'
    data = "".join(parts).encode() + head.encode() + arena.upload + f"\r\n--{BOUNDARY}--\r\n".encode()
    return Sent("/campaigns/new", f"multipart/form-data; boundary={BOUNDARY}", data)


def _uploads(arena: Arena) -> tuple[int, int]:
    with arena.database.reading() as session:
        stored = len(load_campaigns(session)) - 1  # the first is the one that is planned
    return stored, len(_journal(arena, "campaign_added"))


def _is_uploaded(arena: Arena, _: Sent) -> bool:
    with arena.database.reading() as session:
        newest = load_campaigns(session)[0].number
        return load_rows(session, newest) == read_upload("campaign.zip", arena.upload)


def _save(arena: Arena) -> Sent:
    path = f"/campaigns/{arena.campaign}/tables/{TABLE}/rows/{PLACE}"
    fields = fields_of(arena.browser.get(path).text, "version")
    return _form(path, fields | {"cell:name_fr": f"Douar {len(_journal(arena, 'row_changed')) + 1}"})


def _saves(arena: Arena) -> tuple[int, int]:
    with arena.database.reading() as session:
        stored = load_campaign(session, arena.campaign).version
    return stored, len(_journal(arena, "row_changed"))


def _is_saved(arena: Arena, _: Sent) -> bool:
    with arena.database.reading() as session:
        row = load_row(session, arena.campaign, TABLE, PLACE)
        version = load_campaign(session, arena.campaign).version
    newest = _journal(arena, "row_changed")[0].details["name_fr"]
    return row.version == version and newest.endswith(f"→ {row.cells['name_fr']}")


def _ask(arena: Arena) -> Sent:
    path = f"/campaigns/{arena.campaign}"
    _send(arena, _save(arena))  # a version of which no run goes on: of one that is being planned no other is begun
    fields = fields_of(arena.browser.get(path).text, "seed") | {"seconds": str(arena.settings.seconds)}
    return _form(f"{path}/runs", fields)


def _asked(arena: Arena) -> tuple[int, int]:
    by_pages = [run for run in arena.runs() if run.asked_by == PERSON]
    return len(by_pages), len(_journal(arena, "run_asked"))


def _is_asked(arena: Arena, _: Sent) -> bool:
    newest = next(run.number for run in arena.runs() if run.asked_by == PERSON)
    return _journal(arena, "run_asked")[0].about == f"runs/{newest}"


def _stop(arena: Arena) -> Sent:
    """Ask for a long run, wait until it goes on, and return what has it stopped."""
    run = arena.ask_long(LONG_S)

    def at_work() -> StoredRun | None:
        arena.squad.fill_up()
        with arena.database.reading() as session:
            there = load_run(session, run)
        return there if there.state == "running" and there.progress is not None else None

    wait_for(at_work)
    page = arena.browser.get(f"/runs/{run}")
    return _form(f"/runs/{run}/stop", {"csrf_token": fields_of(page.text, "csrf_token")["csrf_token"]})


def _stops(arena: Arena) -> tuple[int, int]:
    return sum(run.wants_stop for run in arena.runs()), len(_journal(arena, "run_stopped"))


def _is_stopped(arena: Arena, sent: Sent) -> bool:
    return _journal(arena, "run_stopped")[0].about == sent.path.removeprefix("/").removesuffix("/stop")


DEEDS: Final[dict[str, Deed]] = {
    "upload": Deed(_upload, _uploads, _is_uploaded),
    "saved row": Deed(_save, _saves, _is_saved),
    "plan asked for": Deed(_ask, _asked, _is_asked),
    "stop wished": Deed(_stop, _stops, _is_stopped),
}
