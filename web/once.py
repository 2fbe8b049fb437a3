"""What takes a while to work out, once for all who ask at the same moment, and kept for those who ask next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
S = TypeVar("S")
V = TypeVar("V")


@dataclass(slots=True)
class _Place(Generic[S]):
    """A thing, and what it weighs as far as is known."""

    thing: S
    weight: int = 1


class Shelf(Generic[K, S]):
    """Things by key, of which those that were asked for last are kept: as many as weigh so much altogether, or one."""

    def __init__(self, make: Callable[[], S], most: int) -> None:
        self._make, self._most = make, most
        self._places: OrderedDict[K, _Place[S]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def take(self, key: K) -> S:
        """Return the thing of a key, a new one where there is none, which weighs 1 until it is told what it weighs."""
        with self._lock:
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = _Place(self._make())
                self._weight += place.weight
            self._places.move_to_end(key)
            self._clear()
            return place.thing

    def weigh(self, key: K, thing: S, weight: int) -> None:
        """Tell what a thing weighs from now on; of one that is gone meanwhile it is of no matter."""
        with self._lock:
            place = self._places.get(key)
            if place is not None and place.thing is thing:
                self._weight += weight - place.weight
                place.weight = weight
                self._clear()

    def _clear(self) -> None:
        """Let go what was not asked for for longest, until the rest is light enough."""
        while self._weight > self._most and len(self._places) > 1:
            self._weight -= self._places.popitem(last=False)[1].weight


@dataclass(slots=True)
class _Slot(Generic[V]):
    """A value, or its place until somebody has made it; the others wait at the lock."""

    made: list[V] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


class Once(Generic[K, V]):
    """Values by key, of which those that were asked for last are kept, as many as weigh so much altogether.

    Parameters
    ----------
    weigh
        What a value weighs; each 1 where nothing is said, so that `most` is how many are kept.
    """

    def __init__(self, make: Callable[[K], V], most: int, weigh: Callable[[V], int] = lambda _: 1) -> None:
        self._make, self._weigh = make, weigh
        self._shelf: Shelf[K, _Slot[V]] = Shelf(_Slot, most)

    def of(self, key: K) -> V:
        """Return the value of a key; what its making raises is raised, and it is made again the next time."""
        slot = self._shelf.take(key)
        with slot.lock:
            if not slot.made:
                slot.made.append(self._make(key))
                self._shelf.weigh(key, slot, self._weigh(slot.made[0]))
            return slot.made[0]
