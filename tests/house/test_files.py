"""What every file of the project keeps."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("planner", "geodata", "migrations", "web", "tests", "benchmarks", "docs", ".ci")
LONGEST: Final = 400

# Put together from pieces, so that this file does not name what it looks for.
OF_A_MACHINE: Final = re.compile(r"/(?:{})/".format("|".join(["wor" + "k", "roo" + "t", "hom" + "e"])))
OF_A_REGISTRY: Final = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "index" + "-url", "find" + "-links", "npm" + "js"])
)


def written_files() -> list[Path]:
    """Return the files that people write, without what a run leaves behind."""
    inside = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    there = [path for path in inside if not {"__pycache__", "built"} & set(path.parts)]
    return there + [path for path in ROOT.iterdir() if path.is_file() and path.name != ".coverage"]


def python_files() -> list[Path]:
    """Return the modules of the project and its tests."""
    return [path for path in written_files() if path.suffix == ".py"]


def test_there_are_files_to_look_at() -> None:
    assert {"make_run.py", "Makefile", "pyproject.toml"} <= {path.name for path in written_files()}


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("pattern", [OF_A_MACHINE, OF_A_REGISTRY], ids=["machine", "registry"])
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    named = {
        path.relative_to(ROOT).as_posix(): found[0]
        for path in written_files()
        if (found := pattern.search(path.read_bytes().decode("utf-8", "replace")))
    }
    assert not named


def test_every_test_is_a_function_with_a_sentence_for_a_name() -> None:
    names = [
        name
        for path in python_files()
        if path.name.startswith("test_")
        for name in re.findall(r"^\s*def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert not [name for name in names if name.count("_") < 3]


def test_every_part_of_the_pages_is_accounted_for_in_the_release_that_is_locked() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    said = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for name, release in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert lock[f"node_modules/{name}"]["version"] == release
        assert any(name in line and release in line for line in said.splitlines()), name


def test_every_dependency_is_accounted_for_in_the_release_that_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    optional = project["project"]["optional-dependencies"]
    groups = (*optional.values(), *project["dependency-groups"].values())
    wanted = list(chain(project["project"]["dependencies"], *groups))
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    said = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for name in (re.split(r"[><=\[]", each)[0] for each in wanted):
        release = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
        assert release, f"{name} is not locked"
        row = next((line for line in said.splitlines() if re.match(rf"\|.*\b{name}\b.*\|", line)), "")
        assert release[1] in row, f"{name} {release[1]} is not told in docs/dependencies.md"
