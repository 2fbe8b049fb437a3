"""Documents: files that nothing changes any more, kept once under the digest of what they hold."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.store.errors import DamagedDocumentError, NotThereError
from planner.store.tables import DocumentRecord


@dataclass(frozen=True, slots=True)
class Document:
    """Files as they are kept: the digest of what they hold, and it deflated."""

    sha256: str
    data: bytes


def pack(texts: Mapping[str, str]) -> Document:
    """Return the document of texts by name; their order means nothing."""
    plain = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Document(sha256(plain).hexdigest(), zlib.compress(plain))


def save_document(session: Session, document: Document) -> str:
    """Keep a document, once however often it comes, and return its digest."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"sha256": document.sha256, "data": document.data}
    session.execute(insert(DocumentRecord).values(**values).on_conflict_do_nothing())
    return document.sha256


def load_texts(session: Session, digest: str) -> dict[str, str]:
    """Return the texts of a document, by name.

    Raises
    ------
    NotThereError
        Where there is no such document.
    DamagedDocumentError
        Where it does not hold what was put into it.
    """
    record = session.get(DocumentRecord, digest)
    if record is None:
        raise NotThereError(digest)
    try:
        plain = zlib.decompress(record.data)
    except zlib.error as error:
        raise DamagedDocumentError(digest) from error
    if sha256(plain).hexdigest() != digest:
        raise DamagedDocumentError(digest)
    texts: dict[str, str] = json.loads(plain)
    return texts
