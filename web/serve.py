"""The pages on an address of this machine, by a server that needs no other program."""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, Final

from flask import Flask
from waitress.server import create_server
from waitress.wasyncore import close_all

THREADS: Final = 8
"""Requests that are answered at once."""
SELDOM: Final = (5_000, 20, 100)
"""How seldom Python looks for what is used no more: it looks through all rows and plans that are kept, for a season a
tenth of a second, and nobody is answered meanwhile."""
TAKEN: Final = 2
"""Times the largest upload: what is larger still is refused before it is read, and not on a page. All else is written
to the disk before the pages see it, whoever sends it."""
log: Final = logging.getLogger(__name__)


@contextmanager
def serving(app: Flask, host: str, port: int) -> Iterator[str]:
    """Serve an application from a thread of its own, and give the address of its first page.

    Parameters
    ----------
    port
        0 for any that is free.

    Raises
    ------
    OSError
        Where the address is not to be had.
    """
    listener = socket.create_server((host, port), family=_family(host))
    server: Any = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=TAKEN * app.config["MAX_CONTENT_LENGTH"],
    )
    thread = Thread(target=server.run, name="pages")
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    thread.start()
    told = f"[{host}]" if ":" in host else host
    address = f"http://{told}:{listener.getsockname()[1]}/"
    log.info("serving", extra={"address": address})
    try:
        yield address
    finally:
        server.task_dispatcher.shutdown()  # what is being answered is answered
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))
        thread.join()
        gc.set_threshold(*usual)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
