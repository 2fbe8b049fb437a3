"""What a command cannot do as things stand."""

from __future__ import annotations

from planner.errors import RiayaError


class RefusedError(RiayaError):
    """What was asked cannot be done as things stand; its message is a sentence in the language of the call."""
