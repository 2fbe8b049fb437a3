"""Run a command and write what it took into a file: `python launch.py FILE COMMAND …`.

The system takes the memory of whoever starts a command for the command's own until it has begun; so it is started from
a process that holds next to nothing.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path


def launch(file: str, command: list[str]) -> None:
    """Run a command to its end, and write its exit code, seconds and megabytes as JSON."""
    begun = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    wall_s = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = {
        "code": code,
        "wall_s": round(wall_s, 1),
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "memory_mb": used.ru_maxrss // 1024,
    }
    Path(file).write_text(json.dumps(took), "utf-8")


if __name__ == "__main__":
    launch(sys.argv[1], sys.argv[2:])
