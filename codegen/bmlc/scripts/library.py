"""Functions of Python's modules that scripts have as they could be written in a file: compiled where they are called.

Sources: Lib/heapq.py, Lib/bisect.py of CPython and the equivalents in its documentation of itertools and functools.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import FunctionType

# The calls of scripts say the types.
# mypy: allow-untyped-defs, allow-untyped-calls

__all__ = ["MODULES", "names_of", "written_for"]


def names_of(module: str) -> list[str]:
    """The functions of a module of Python's that are written here."""
    return [written.__name__ for written in MODULES.get(module, ())]


def written_for(function: object) -> FunctionType | None:
    """What stands for a function of Python's, or is written here; None for others."""
    written = _WRITTEN.get(id(function))
    return written if isinstance(written, FunctionType) else None


# heapq


def heappush(heap, item):
    heap.append(item)
    _sift_down(heap, 0, len(heap) - 1)


def heappop(heap):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    item = heap[0]
    heap[0] = last
    _sift_up(heap, 0)
    return item


def heapreplace(heap, item):
    if not heap:
        raise IndexError("index out of range")
    first = heap[0]
    heap[0] = item
    _sift_up(heap, 0)
    return first


def heappushpop(heap, item):
    if heap and heap[0] < item:
        first = heap[0]
        heap[0] = item
        _sift_up(heap, 0)
        return first
    return item


def heapify(x):
    for place in reversed(range(len(x) // 2)):
        _sift_up(x, place)


def _sift_down(heap, start, place):
    item = heap[place]
    while place > start:
        above = (place - 1) >> 1
        if not item < heap[above]:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = item


def _sift_up(heap, place):
    end, start, item = len(heap), place, heap[place]
    below = 2 * place + 1
    while below < end:
        if below + 1 < end and not heap[below] < heap[below + 1]:
            below += 1
        heap[place] = heap[below]
        place = below
        below = 2 * place + 1
    heap[place] = item
    _sift_down(heap, start, place)


def nlargest(n, iterable):
    return sorted(iterable, reverse=True)[: max(n, 0)]


def nsmallest(n, iterable):
    return sorted(iterable)[: max(n, 0)]


# bisect


def bisect_left(a, x, lo=0, hi=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    last = len(a) if hi is None else hi
    while lo < last:
        middle = (lo + last) // 2
        if a[middle] < x:
            lo = middle + 1
        else:
            last = middle
    return lo


def bisect_right(a, x, lo=0, hi=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    last = len(a) if hi is None else hi
    while lo < last:
        middle = (lo + last) // 2
        if x < a[middle]:
            last = middle
        else:
            lo = middle + 1
    return lo


def insort_left(a, x):
    a.insert(bisect_left(a, x), x)


def insort_right(a, x):
    a.insert(bisect_right(a, x), x)


# functools and itertools


class _NotGiven:
    """An argument that a call does not give, where None is one that it may give."""


def reduce(function, sequence, initial=_NotGiven()):  # noqa: B008 - no value that a call gives
    if isinstance(initial, _NotGiven):
        return _reduced(function, iter(sequence))
    value = initial
    for item in sequence:
        value = function(value, item)
    return value


def _reduced(function, items):
    try:
        value = next(items)
    except StopIteration:
        raise TypeError("reduce() of empty iterable with no initial value") from None
    for item in items:
        value = function(value, item)
    return value


def accumulate(iterable, func=None):
    items = iter(iterable)
    for value in items:
        total = value
        yield total
        for item in items:
            total = total + item if func is None else func(total, item)
            yield total


def repeat(object, times=None):  # noqa: A002 - as Python calls it
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def dropwhile(predicate, iterable):
    dropping = True
    for item in iterable:
        dropping = dropping and bool(predicate(item))
        if not dropping:
            yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            yield item


def compress(data, selectors):
    for item, selected in zip(data, selectors, strict=False):
        if selected:
            yield item


def starmap(function, iterable):
    for items in iterable:
        yield function(*items)


def pairwise(iterable):
    items = iter(iterable)
    for first in items:
        before = first
        for item in items:
            yield before, item
            before = item


MODULES: Mapping[str, Sequence[Callable[..., object]]] = {
    "bisect": (bisect_left, bisect_right, insort_left, insort_right),
    "functools": (reduce,),
    "heapq": (heapify, heappop, heappush, heappushpop, heapreplace, nlargest, nsmallest),
    "itertools": (accumulate, compress, dropwhile, filterfalse, pairwise, repeat, starmap, takewhile),
}
_WRITTEN: dict[int, object] = {
    **{id(each): each for each in (_reduced, _sift_down, _sift_up)},
    **{id(each): each for written in MODULES.values() for each in written},
    **{id(getattr(import_module(name), each.__name__)): each for name, written in MODULES.items() for each in written},
}
