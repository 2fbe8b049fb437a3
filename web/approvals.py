"""How plans go from state to state by hand: who moves them, and what the journal says of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from planner.config import Config
from planner.store.plans import NEXT
from planner.store.types import PlanState
from planner.store.users import User

DEEDS: Final = MappingProxyType[PlanState, str](
    {
        "submitted": "plan_submitted",
        "approved": "plan_approved",
        "published": "plan_published",
        "archived": "plan_archived",
        "draft": "plan_sent_back",
    }
)
"""What each move is in the journal."""


def may_move(account: User, to: PlanState, config: Config) -> bool:
    """Return whether an account that may submit a plan may also put it into a state.

    Whoever approves also publishes, archives and sends back; the national planner stands in for a role that no account
    has for all of a plan's territory.
    """
    return to == "submitted" or account.role in (config.approval.role, "national")


def moves_of(account: User, state: PlanState, config: Config) -> tuple[PlanState, ...]:
    """Return the states into which an account may put a plan that is in one."""
    after: tuple[PlanState, ...] = (NEXT[state],) if state in NEXT else ()
    back: tuple[PlanState, ...] = ("draft",) if state == "submitted" else ()
    return tuple(to for to in (*after, *back) if may_move(account, to, config))
