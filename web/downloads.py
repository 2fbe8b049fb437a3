"""Folders that browsers take away, packed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from planner.files.archive import pack_folder


def zipped(texts: Mapping[str, str], name: str) -> Response:
    """Return files by name in a folder of that name, packed."""
    packed = BytesIO(pack_folder(texts, name))
    return send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")
