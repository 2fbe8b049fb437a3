"""The databases of the store's tests, with a campaign in them."""

from __future__ import annotations

from tests.store.conftest import (
    campaign,
    clock,
    database,
    empty_url,
    kind,
    model,
    rows,
    server,
    url,
)

__all__ = ["campaign", "clock", "database", "empty_url", "kind", "model", "rows", "server", "url"]
