"""The pages for a server of the administrator's choice: `gunicorn "web.wsgi:build()"`."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from planner.config import read_config
from planner.config.logs import set_up_logs
from planner.store.database import open_database
from web.app import create_app


def build() -> Flask:
    """Return the application of the settings in the folder that the server is started in, and of its environment.

    Raises
    ------
    FaultyInputError
        With every fault of the settings.
    """
    config = read_config(os.environ, Path.cwd())
    set_up_logs(config)
    return create_app(config, open_database(config.database.url))
