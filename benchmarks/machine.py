"""Where and with what figures were measured."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
LIBRARIES: Final = ("numba", "numpy", "ortools")
"""Those on whose releases figures depend."""
CPU_FILE: Final = Path("/proc/cpuinfo")


def describe_machine() -> dict[str, Any]:
    """Return the processor, the cores that this process may use, and the memory in MB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cpu": _cpu(), "cores": len(os.sched_getaffinity(0)), "memory_mb": memory // 2**20}


def describe_software() -> dict[str, Any]:
    """Return the releases, the commit that is checked out, and whether the files differ from it."""
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "planner", "geodata")
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "riaya": version("riaya"),
        "commit": _git("rev-parse", "HEAD"),
        "is_changed": bool(changed),
    }


def _cpu() -> str:
    lines = CPU_FILE.read_text("utf-8").splitlines() if CPU_FILE.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _git(*arguments: str) -> str:
    """Return what git says, nothing where there is no repository."""
    told = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()
