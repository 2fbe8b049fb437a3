"""What must be equal on every machine that computes parts of one plan."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

import planner

LIBRARIES: Final = ("distributed", "numba", "numpy", "ortools")
"""Those that carry tasks, and those on whose releases their results depend."""


@cache
def release() -> str:
    """Return in words the release of this program, told from others by its sources too, of Python and of libraries."""
    digest = sha256()
    place = Path(planner.__path__[0])
    for path in sorted(place.rglob("*.py")):
        digest.update(path.relative_to(place).as_posix().encode() + path.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"riaya {version('riaya')} ({digest.hexdigest()[:8]}), python {python}, {libraries}"
