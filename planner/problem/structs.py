"""Records of arrays that compiled code takes by reference.

Numba passes a named tuple by value: every array in it is unpacked again at every call, which costs more than most of
the functions here do. A record made by `by_reference` has the same fields and is one pointer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar

import numba
from numba.experimental import structref

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

SOURCES: Final = Path(__file__).parents[1]


def _digest_of_sources() -> str:
    """Return what tells one state of the sources that may be compiled from another."""
    digest = sha256()
    for room in ("problem", "solve"):
        for path in sorted((SOURCES / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


# Numba keeps a function's code until its own file changes, whatever changes in those that it calls: so each state of
# the sources has a place of its own.
numba.config.CACHE_DIR = str(SOURCES / "__pycache__" / f"compiled-{_digest_of_sources()}")


def compiled(function: F) -> F:
    """Compile a function, keep its code on disk, and leave it to the type checker as it is."""
    made: F = numba.njit(cache=True)(function)
    return made


class _Struct(numba.types.StructRef):
    """A struct whose fields have no literal types, so that one compilation serves all values."""

    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, numba.types.unliteral(kind)) for name, kind in fields)


def by_reference(kind: type[T]) -> Callable[[T], T]:
    """Return a function that makes, of a named tuple of this class, a record that compiled code takes by reference.

    The record has the numbers of the tuple and shares its arrays: the tuple stays the way to look at them from Python.
    To the type checker both are the same class, as both have the same fields.
    """
    fields = tuple(kind.__annotations__)
    name = f"{kind.__name__}Struct"
    struct = structref.register(type(name, (_Struct,), {"__module__": kind.__module__}))
    # Compiled code is kept on disk by its types: they must be found again by name in another process.
    setattr(sys.modules[kind.__module__], name, struct)
    proxy = type(kind.__name__, (structref.StructRefProxy,), {})
    structref.define_proxy(proxy, struct, list(fields))
    # The proxy's own constructor is compiled anew in every process, about a second each; this one is kept on disk, for
    # which it has to come from a file: the tuple's.
    source = f"def make_{name}(record):\n    return proxy({', '.join(f'record.{field}' for field in fields)})"
    made: dict[str, Any] = {"proxy": proxy, "__name__": kind.__module__}
    exec(compile(source, str(sys.modules[kind.__module__].__file__), "exec"), made)
    make: Callable[[T], T] = compiled(made[f"make_{name}"])
    return make
