"""Read the server's settings: the file, then the environment above it; every fault is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from planner.config.settings import PREFIX, Config, config_columns, to_config, variable_of
from planner.domain.cells import CellError, reader_of
from planner.domain.columns import Column
from planner.errors import Fault, FaultyInputError
from planner.executors import ADDRESS
from planner.files.guard import fault_of, fault_of_error
from planner.files.toml_text import read_toml

CONFIG_FILE: Final = "config.toml"
FILE_VARIABLE: Final = f"{PREFIX}CONFIG"
"""Names the file where it is not `config.toml` in the folder that the program is started in."""
UNSAID: Final = "…"
"""What is told in the place of a text that could not be read: it may be a secret."""
LEAST_SECRET: Final = 32
"""Characters; what is drawn at random and has fewer can be guessed."""
DATABASES: Final = ("sqlite:///", "postgresql://")


def read_config(environment: Mapping[str, str], folder: Path) -> Config:
    """Return the settings of config.toml in a folder, and of the environment's variables, which go first.

    Without a file, or with an empty one, the defaults hold.

    Raises
    ------
    FaultyInputError
        With every fault in the file and in the variables whose name begins with `RIAYA_`.
    """
    faults: list[Fault] = []
    named = environment.get(FILE_VARIABLE)
    values = _read_file(folder / (named or CONFIG_FILE), named is not None, faults)
    values |= _read_variables(environment, faults)
    config = to_config(values)
    faults += _what_does_not_fit(config)
    if faults:
        raise FaultyInputError(sorted(faults))
    return config


def _read_file(path: Path, must_be_there: bool, faults: list[Fault]) -> dict[str, Any]:
    """Return what a file sets, by key; what cannot be read is left out and one more fault."""
    try:
        data = path.read_bytes()
    except OSError as error:
        if must_be_there or not isinstance(error, FileNotFoundError):
            faults.append(fault_of_error(path, error))
        return {}
    unread: list[Fault] = []
    found = read_toml(data, unread, path.name)
    faults += [replace(fault, value=UNSAID) for fault in unread]
    values: dict[str, Any] = {}
    sections = {key.partition(".")[0] for key in config_columns()}
    for line in found.lines if found else ():
        key, text = line.cells.get("key", ""), line.cells.get("value", "")
        if column := config_columns().get(key):
            if "value" not in line.unread:
                _read_value(column, text, fault_of(path.name, "cell_missing", line.row, column=key), values, faults)
        elif text or key not in sections:
            faults.append(fault_of(path.name, "unknown_key", line.row, column=key))
    return values


def _read_variables(environment: Mapping[str, str], faults: list[Fault]) -> dict[str, Any]:
    """Return what the environment sets, by key; a blank variable sets nothing."""
    keys = {variable_of(key): (key, column) for key, column in config_columns().items()}
    values: dict[str, Any] = {}
    for name in sorted(environment):
        if name in keys:
            key, column = keys[name]
            if text := environment[name].strip():
                _read_value(column, text, fault_of(name, "cell_missing", column=key), values, faults)
        elif name.startswith(PREFIX) and name != FILE_VARIABLE:
            faults.append(fault_of(name, "unknown_variable"))
    return values


def _read_value(column: Column, text: str, place: Fault, values: dict[str, Any], faults: list[Fault]) -> None:
    """Add the value of a key, or one more fault at its place; only a text that is blank by default may be blank."""
    try:
        if not text and column.default != "":
            raise CellError("cell_missing")
        values[place.column] = reader_of(column)(text) if text else ""
    except CellError as error:
        faults.append(fault_of(place.file, error.code, place.row, column=place.column, value=text, **error.details))


def _what_does_not_fit(config: Config) -> Iterator[Fault]:
    """Yield what is wrong with values that can be read; no secret is among what is told."""
    if not config.database.url.startswith(DATABASES):
        yield fault_of(CONFIG_FILE, "not_a_database", column="database.url")
    if config.jobs.dask and not ADDRESS.fullmatch(config.jobs.dask):
        yield fault_of(CONFIG_FILE, "not_a_scheduler", column="jobs.dask", value=config.jobs.dask)
    if config.mode == "production" and len(config.secret.key) < LEAST_SECRET:
        key = "secret.key"
        yield fault_of(CONFIG_FILE, "secret_too_short", column=key, variable=variable_of(key), least=str(LEAST_SECRET))
