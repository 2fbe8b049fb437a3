"""Folders that browsers take away, packed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import send_file
from werkzeug.wrappers import Response


def zipped(texts: Mapping[str, str], name: str) -> Response:
    """Return files by name in a folder of that name, packed."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as there:
        for path, text in sorted(texts.items()):
            there.writestr(f"{name}/{path}", text)
    packed.seek(0)
    return send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")
