"""What the store refuses, and with what in hand."""

from __future__ import annotations

from planner.errors import RiayaError


class NotThereError(RiayaError):
    """What was asked for is not in the store."""


class EmailTakenError(RiayaError):
    """There is an account of that address."""


class AccountChangedError(RiayaError):
    """The account was closed, or given another password, since somebody's was looked at."""


class DatabaseAwayError(RiayaError):
    """The database does not answer, or not in time; it may be asked again. See `Database.writing` for what is there."""


class DatabaseFullError(DatabaseAwayError):
    """There is no room left to write in: what was written before can be read, and nothing be added."""


class DatabaseDamagedError(DatabaseAwayError):
    """The database's file is none, or not whole any more: it answers again when a backup is restored."""


class NewerDatabaseError(RiayaError):
    """The database has taken steps that this release of the program does not know."""


class EmptyDatabaseError(RiayaError):
    """The database has no tables."""


class NotEmptyError(RiayaError):
    """The database holds something, or has tables where there should be none."""


class DamagedBackupError(RiayaError):
    """A file is no backup, or not what was written."""


class PlanStateError(RiayaError):
    """A plan cannot go to that state from the one that it is in, which is in `state`."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the plan is {state}")
        self.state = state


class CampaignChangedError(RiayaError):
    """The campaign was changed since it was read; the version that it has now is in `version`."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the campaign is at version {version}")
        self.version = version


class LostLeaseError(RiayaError):
    """The run was given to another, or has ended: whoever held this lease can write nothing of it any more."""


class DamagedDocumentError(RiayaError):
    """A document does not hold what was put into it."""
