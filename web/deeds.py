"""What can be done on the pages, and which roles may do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, get_args

from planner.domain.roles import Role

ALL: Final[frozenset[Role]] = frozenset(get_args(Role))
PLANNERS: Final[frozenset[Role]] = frozenset({"national", "regional", "provincial"})


class Deed(StrEnum):
    """What somebody does by asking for a page or sending a form."""

    ENTER = "enter"
    """What anybody may ask for, known or not."""
    KEEP_OWN_ACCOUNT = "keep_own_account"
    SEE_CAMPAIGNS = "see_campaigns"
    TAKE_CAMPAIGNS = "take_campaigns"
    """Fetch all that a campaign holds as a file."""
    MAKE_CAMPAIGNS = "make_campaigns"
    CHANGE_CAMPAIGNS = "change_campaigns"
    """Change a campaign as a whole, as where a file takes the place of all of its rows."""
    CHANGE_ROWS = "change_rows"
    """Write rows of one's own provinces, which `web.scope` knows."""
    SEE_PLANS = "see_plans"
    SEE_ROSTERS = "see_rosters"
    TAKE_PLANS = "take_plans"
    """To take a plan away with its campaign, people's telephones and all."""
    MAKE_PLANS = "make_plans"
    MOVE_PLANS = "move_plans"
    """To submit a plan; what whoever approves does beyond that, `web.approvals` says."""
    SEE_ALL_RUNS = "see_all_runs"
    KEEP_USERS = "keep_users"
    READ_JOURNAL = "read_journal"


@dataclass(frozen=True, slots=True)
class Law:
    """Who may do a deed.

    Attributes
    ----------
    roles
        Of which the account must have one.
    whole
        Whether a campaign that it is done to must lie in the account's territory as a whole; else a part is enough.
    """

    roles: frozenset[Role]
    whole: bool = False


LAWS: Final = MappingProxyType(
    {
        Deed.ENTER: Law(ALL),
        Deed.KEEP_OWN_ACCOUNT: Law(ALL),
        Deed.SEE_CAMPAIGNS: Law(ALL),
        Deed.TAKE_CAMPAIGNS: Law(PLANNERS, whole=True),
        Deed.MAKE_CAMPAIGNS: Law(frozenset({"national", "regional"})),
        Deed.CHANGE_CAMPAIGNS: Law(PLANNERS, whole=True),
        Deed.CHANGE_ROWS: Law(PLANNERS),
        Deed.SEE_PLANS: Law(ALL),
        Deed.SEE_ROSTERS: Law(PLANNERS),
        Deed.TAKE_PLANS: Law(PLANNERS, whole=True),
        Deed.MAKE_PLANS: Law(PLANNERS, whole=True),
        Deed.MOVE_PLANS: Law(PLANNERS, whole=True),
        Deed.SEE_ALL_RUNS: Law(frozenset({"national"})),
        Deed.KEEP_USERS: Law(frozenset({"national"})),
        Deed.READ_JOURNAL: Law(frozenset({"national"})),
    }
)
