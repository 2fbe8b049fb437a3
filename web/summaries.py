"""What lists and the guard have to know of a campaign's rows, worked out once a version: nothing changes a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from geodata.morocco import provinces as known_provinces
from planner.domain.campaign import Douar
from planner.domain.cells import CellError, reader_of
from planner.domain.columns import Column, columns_of
from planner.store.campaigns import StoredCampaign
from planner.store.database import Database
from planner.store.rows import load_province_codes, load_table
from web.once import Once

MOST: Final = 512
POPULATION: Final = next(column for column in columns_of(Douar) if column.name == "population")


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a campaign, finished or not.

    Attributes
    ----------
    start, end
        Its season; None where it is not said, or cannot be read.
    persons
        Who lives in its douars, as far as that can be read.
    provinces
        The region of each of its provinces by code, as its rows say: of those that it lists, and of those of the
        country that rows name which it does not list; of these it says none.
    """

    start: date | None
    end: date | None
    douars: int
    persons: int
    provinces: Mapping[str, str]


class Summaries:
    """The summaries of a database's campaigns, of which the newest that were asked for are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._of = Once(self._read, MOST)

    def of(self, campaign: StoredCampaign) -> Summary:
        """Return a campaign's summary as it is at its version."""
        return self._of.of((campaign.number, campaign.version))

    def _read(self, key: tuple[int, int]) -> Summary:
        number, _ = key
        with self._database.reading() as session:
            settings, provinces, douars = (
                [row.cells for row in load_table(session, number, table)]
                for table in ("campaign", "provinces", "douars")
            )
            named = load_province_codes(session, number) & known_provinces().keys()
        said = {cells.get("key", ""): cells.get("value", "") for cells in settings}
        return Summary(
            start=_day(said.get("campaign.start", "")),
            end=_day(said.get("campaign.end", "")),
            douars=len(douars),
            persons=sum(whole(POPULATION, cells.get("population", "")) for cells in douars),
            provinces=dict.fromkeys(named, "")
            | {code: cells.get("region", "") for cells in provinces if (code := cells.get("code", ""))},
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def whole(column: Column, text: str) -> int:
    """Return a whole number as it was typed, 0 where it is none."""
    try:
        return int(reader_of(column)(text)) if text else 0
    except CellError:
        return 0
