"""Where campaigns and plans lie while they are measured."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def place_for(keep: Path | None) -> Iterator[Path]:
    """Give a new folder to be kept, or where none is named one that goes when all is done.

    Raises
    ------
    FileExistsError
        Where the folder to be kept is there already.
    """
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as there:
        yield Path(there)
