"""One of many who look at a campaign and its plan, and change its rows, all day long."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from urllib.parse import urlencode

from benchmarks.browser import Answer, Browser, fields_of
from benchmarks.edits import TABLE, Saved
from benchmarks.page_times import CONFLICT, Asked
from planner.store.rows import StoredRow
from planner.store.users import User
from web.deeds import PLANNERS

TABLES: Final = (
    "douars",
    "points",
    "catchments",
    "centres",
    "units",
    "ambulances",
    "staff",
    "crews",
    "caps",
    "campaign",
)
HOT_SHARE: Final = 0.3
"""Of the changes, those of the one row of a province that everybody changes."""
FAULTY_SHARE: Final = 0.15
"""Of the changes, those by which a row becomes faulty, to be mended next."""
NO_FIGURE: Final = "beaucoup"
"""What begins what is written where a figure should stand."""
LOG_IN_S: Final = 20.0
"""Seconds within which all people log in, or a quarter of their stay: a password takes a while, and is meant to."""
JITTER: Final = 0.3
"""Share of the pause between two requests by which it is shorter or longer."""


@dataclass(frozen=True, slots=True)
class World:
    """What there is to be looked at.

    Attributes
    ----------
    rows
        The rows of the table that is changed, by province.
    regions
        The region of each province.
    """

    campaign: int
    plan: int
    run: int
    rows: Mapping[str, Sequence[StoredRow]]
    regions: Mapping[str, str]


@dataclass(slots=True)
class Coordinator:
    """Somebody who asks for one page after another.

    Attributes
    ----------
    asked, saved
        The pages that were asked for, and the changes that were told to be saved.
    conflicts
        How often two had changed one row, and both values were shown.
    faults
        What was told wrongly, a line each.
    """

    account: User
    password: str
    world: World
    browser: Browser
    chance: random.Random
    asked: list[Asked] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    conflicts: int = 0
    faults: list[str] = field(default_factory=list)
    next: list[Callable[[], None]] = field(default_factory=list)

    def work(self, until: float, every_s: float, wait: Callable[[float], object]) -> None:
        """Log in, and ask for a page now and then until some moment of the monotonic clock."""
        wait(self.chance.uniform(0, min(LOG_IN_S, (until - monotonic()) / 4)))
        answer = self.browser.log_in(self.account.email, self.password)
        self._note("log in", answer)
        due = monotonic()
        while True:
            due = max(monotonic(), due + every_s * self.chance.uniform(1 - JITTER, 1 + JITTER))
            if due >= until:
                break
            wait(max(0.0, due - monotonic()))
            if self.next:
                self.next.pop()()
            else:
                self._choose()()
        self.browser.close()

    def provinces(self) -> list[str]:
        """Return the provinces whose rows are theirs."""
        mine, theirs = self.account, self.world.regions
        is_all = mine.role == "national"
        return [code for code in theirs if is_all or code in mine.provinces or theirs[code] in mine.regions]

    def _choose(self) -> Callable[[], None]:
        there: list[tuple[int, Callable[[], None]]] = [
            (6, lambda: self._look("campaigns", "/campaigns")),
            (12, lambda: self._look("campaign", f"/campaigns/{self.world.campaign}")),
            (20, self._table),
            (12, lambda: self._look("plan", f"/plans/{self.world.plan}")),
            (4, lambda: self._look("unserved", f"/plans/{self.world.plan}/unserved?kind=visit")),
            (5, lambda: self._look("map", f"/plans/{self.world.plan}/map", **self._place())),
            (6, lambda: self._look("map data", f"/plans/{self.world.plan}/map.json", **self._place())),
            (8, lambda: self._look("tours", f"/plans/{self.world.plan}/tours", **self._place())),
            (3, lambda: self._look("run", f"/runs/{self.world.run}")),
            (
                8,
                lambda: self._note(
                    "run, progress", self.browser.get(f"/runs/{self.world.run}", **{"HX-Request": "true"})
                ),
            ),
        ]
        if self.account.role in PLANNERS:
            there += [
                (10, self._open_row),
                (6, lambda: self._look("roster", f"/plans/{self.world.plan}/roster", **self._place())),
            ]
        if self.account.role == "national":
            there += [
                (2, lambda: self._look("journal", "/journal")),
                (2, lambda: self._look("runs", "/runs")),
                (1, lambda: self._look("download", f"/campaigns/{self.world.campaign}.zip")),
                (1, lambda: self._look("download", f"/campaigns/{self.world.campaign}.xlsx")),
                (1, lambda: self._look("download", f"/plans/{self.world.plan}.zip")),
            ]
        return self.chance.choices([deed for _, deed in there], [weight for weight, _ in there])[0]

    def _look(self, kind: str, path: str, **query: str) -> None:
        self._note(kind, self.browser.get(f"{path}?{urlencode(query)}" if query else path))

    def _place(self) -> dict[str, str]:
        """Return a province to be chosen, or in one of four cases none."""
        return {} if self.chance.random() < 0.25 else {"province": self.chance.choice(self.provinces())}

    def _table(self) -> None:
        name = self.chance.choice([name for name in TABLES if name != "staff" or self.account.role in PLANNERS])
        query = {"page": str(self.chance.randint(1, 6))}
        if self.chance.random() < 0.5:
            query |= self._place()
        if self.chance.random() < 0.2:
            query["text"] = self.chance.choice(["ait", "tizi", "آيت", "12"])
        self._look("table", f"/campaigns/{self.world.campaign}/tables/{name}", **query)

    def _open_row(self) -> None:
        """Open the form of a row; it is sent the next time."""
        rows = self.world.rows[self.chance.choice(self.provinces())]
        row = rows[0] if self.chance.random() < HOT_SHARE else self.chance.choice(rows)
        path = f"/campaigns/{self.world.campaign}/tables/{TABLE}/rows/{row.place}"
        answer = self.browser.get(path)
        self._note("form of a row", answer)
        if answer.status == 200:
            change = {"cell:name_fr": f"Douar {self.account.email.partition('@')[0]} {len(self.saved) + 1}"}
            if self.chance.random() < FAULTY_SHARE:
                change = {"cell:population": f"{NO_FIGURE} {self.account.email} {len(self.saved) + 1}"}
            self.next.append(lambda: self._save(path, fields_of(answer.text, "version"), change))

    def _save(self, path: str, form: Mapping[str, str], change: Mapping[str, str]) -> None:
        """Send the form of a row; where another was quicker both values are shown, and one's own is sent again."""
        answer = self.browser.post(path, {**form, **change})
        self._note("saved row", answer)
        code = form["cell:code"]
        if answer.status == CONFLICT:
            self.conflicts += 1
            again = fields_of(answer.text, "version")
            if int(again.get("version", 0)) <= int(form["version"]) or not all(
                text in answer.text for text in change.values()
            ):
                self.faults.append(f"{code}: a conflict that does not show both values")
            elif again:
                kept = {f"cell:{column}": form[f"cell:{column}"] for column in ("code", "population")}
                self.next.append(lambda: self._save(path, {**form, **again, **kept}, change))
        elif answer.status == 200 and answer.led:
            self.saved += [Saved(code, column.removeprefix("cell:"), text) for column, text in change.items()]
            self._see_saved(
                path, code, is_faulty={**form, **change}["cell:population"].startswith(NO_FIGURE), told=answer
            )

    def _see_saved(self, path: str, code: str, *, is_faulty: bool, told: Answer) -> None:
        """See whether the page to which a saved row led tells its fault, and mend it the next time."""
        place = path.rpartition("/")[2]
        # Of the row that everybody changes another may have made something else meanwhile.
        is_shared = any(int(place) == rows[0].place for rows in self.world.rows.values())
        if not is_shared and is_told_faulty(told.text, place) != is_faulty:
            self.faults.append(f"{code}: {'no fault' if is_faulty else 'a fault'} was told")
        if is_faulty:
            self.next.append(lambda: self._mend(path))

    def _mend(self, path: str) -> None:
        """Open the form of a row that was made faulty, to write a figure into it."""
        answer = self.browser.get(path)
        self._note("form of a row", answer)
        form = fields_of(answer.text, "version")
        if form.get("cell:population", "").startswith(NO_FIGURE):
            self.next.append(lambda: self._save(path, form, {"cell:population": str(self.chance.randint(20, 400))}))

    def _note(self, kind: str, answer: Answer) -> None:
        self.asked.append(Asked(kind, answer.status, answer.ms))


def is_told_faulty(page: str, place: str) -> bool | None:
    """Return whether a page of a table tells a fault of the row at a place; None where that row is not on it."""
    found = re.search(rf'<tr id="row-{place}".*?</tr>', page, re.DOTALL)
    return None if found is None else 'class="fault"' in found[0]
