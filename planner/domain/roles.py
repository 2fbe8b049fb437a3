"""Who may use the program: the roles that an account can have."""

from __future__ import annotations

from typing import Literal

Role = Literal["national", "regional", "provincial", "field", "reader"]
"""The national planner, a region's coordinator, a province's delegate, a team in the field, a reader.

All but the national planner see some regions or provinces only.
"""
Approver = Literal["national", "regional", "provincial"]
"""The roles that may be given the approval of plans."""
