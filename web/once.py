"""What takes a while to work out, once for all who ask at the same moment, and kept for those who ask next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class _Slot(Generic[V]):
    """A value, or its place until somebody has made it; the others wait at the lock."""

    made: list[V] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


class Once(Generic[K, V]):
    """Values by key, of which so many that were asked for last are kept."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        self._make, self._most = make, most
        self._slots: OrderedDict[K, _Slot[V]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: K) -> V:
        """Return the value of a key; what its making raises is raised, and it is made again the next time."""
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
        with slot.lock:
            if not slot.made:
                slot.made.append(self._make(key))
            return slot.made[0]
