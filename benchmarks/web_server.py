"""The pages as a process that may be killed: `riaya serve` as an administrator starts it."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from benchmarks.command import RIAYA

SOON_S: Final = 60.0
"""Within which a server answers that was started."""
ENDS_S: Final = 30.0
HOST: Final = "127.0.0.1"


@dataclass(slots=True)
class WebServer:
    """A server of pages on a free port of this machine, which it keeps when it is started again.

    Attributes
    ----------
    folder
        Where it runs and logs.
    settings
        Variables of the environment that set it up.
    process
        As it was started last; None before that.
    """

    folder: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises
        ------
        TimeoutError
            Where it does not.
        """
        with (self.folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [RIAYA, "serve", "--port", str(self.port)],
                cwd=self.folder,
                env=os.environ | self.settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = monotonic() + SOON_S
        while not self._answers():
            if monotonic() > until or self.process.poll() is not None:
                raise TimeoutError("the pages do not answer")
            sleep(0.05)

    def kill(self) -> None:
        """Kill it without a word."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Tell it to end; one that does not is killed."""
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(ENDS_S)
        except subprocess.TimeoutExpired:
            self.kill()

    @property
    def pid(self) -> int:
        """Its process, as it was started last."""
        assert self.process is not None
        return self.process.pid

    def memory_mb(self) -> int:
        """Return the most memory that it has held at once."""
        lines = Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))

    def _answers(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def free_port() -> int:
    """Return a port of this machine that is free."""
    with socket.socket() as there:
        there.bind((HOST, 0))
        port: int = there.getsockname()[1]
        return port
