"""What containers hold: cells, one an allocation site, that only grow; and the rules for types that meet.

xs = []; xs.append(1)          =>  cell 0 holds {int}
xs = ys if flag else zs        =>  the cells of ys and zs become one: their items are represented alike
x = 0; x = 0.5                 =>  {a number of unknown kind}, until somebody asks for the kind: then {int, float}
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Set
from dataclasses import replace

from bmlc.ir import Dim, Loc, TensorType, symbol
from bmlc.scripts.types.atoms import (
    FLOAT,
    INT,
    NEVER,
    Atom,
    Holder,
    Number,
    Stream,
    Tensor,
    Tuple,
    Type,
    is_endless,
    sort_of,
)
from bmlc.scripts.types.cell import Cell, places_of_both, root_of
from bmlc.scripts.types.origins import Origins

__all__ = ["Cells", "is_open"]

_INT, _FLOAT = next(iter(INT)), next(iter(FLOAT))


_OPEN = "d"  # sizes of batches are n, n1, …


class Cells:
    """All cells of a script. `grew` tells whether anything was learnt since it was last set to false."""

    def __init__(self) -> None:
        self.grew = self.is_endless = False
        self.origins = Origins()
        self._by_site: dict[Hashable, Cell] = {}
        self._all: list[Cell] = []
        self._attributes: dict[str, dict[str, Hashable]] = {}  # the sites of cells, by the first class and the name
        self.uncounted: set[str] = set()  # roots of exceptions, whose tensors are held until the script ends
        self._sizes: dict[Hashable, Dim] = {}  # of tensors that meet
        self._tuples_told: set[Hashable] = set()  # places where they meet lists
        self._kept_apart: set[Hashable] = set()  # places where ints and floats meet and somebody asks which it is

    def at(self, site: Hashable) -> Cell:
        """The cell of an allocation site."""
        if site not in self._by_site:
            self._by_site[site] = Cell(len(self._all))
            self._all.append(self._by_site[site])
        return root_of(self._by_site[site])

    def attribute(self, root: str, name: str) -> Cell:
        """What an attribute holds, in all objects of a hierarchy of classes."""
        return self.at(self._attributes.setdefault(root, {}).setdefault(name, ("attribute", root, name)))

    def attributes(self, root: str) -> dict[str, Cell]:
        """All attributes of a hierarchy."""
        return {name: self.at(site) for name, site in self._attributes.get(root, {}).items()}

    def everything(self) -> Iterator[tuple[Hashable, Type]]:
        """All that is held, by the site of its container."""
        for site, cell in self._by_site.items():
            yield from ((site, held) for held in (cell.item, cell.key, *cell.known.values()))

    def has(self, site: Hashable) -> bool:
        return site in self._by_site

    def of(self, holder: Holder) -> Cell:
        return root_of(self._all[holder.cell])

    def holder(self, kind: str, site: Hashable) -> tuple[Holder, Cell]:
        """The atom of a container that is made at `site`, and its cell."""
        cell = self.at((kind, site))
        return Holder(kind, cell.id), cell  # type: ignore[arg-type]

    def holding(self, kind: str, site: Hashable, item: Type) -> Type:
        """The type of a container of such items that is made at `site`."""
        holder, cell = self.holder(kind, site)
        self.grow(cell, item)
        return frozenset({self.current(holder)})

    def current(self, holder: Holder) -> Holder:
        """The atom by the cell that its own is one with by now."""
        return Holder(holder.kind, self.of(holder).id)

    # Types that meet

    def meet(self, one: Type, other: Type, place: Hashable) -> Type:
        """The type of a place that holds values of either type."""
        if one is other or not other:
            return one
        met = self._normal(one | other, place)
        if _INT in met and _FLOAT in met and place not in self._kept_apart and not (_apart(one) or _apart(other)):
            return met - INT - FLOAT | {Number(place)}
        if len(met) > 1 and "list" in _arrays(met) and {"tuple"} in (_arrays(one), _arrays(other)):
            self.tell_tuples(place)
        if _apart(met) and (_is_float(one) or _is_float(other)):
            self.keep_apart(place)  # the kinds met elsewhere: a float that comes to this place must say what it is
        return met

    def widened(self, held: Type, other: Type, place: Hashable) -> Type:
        """The type of a place that held the one type, and gets values of the other."""
        met = self.meet(held, other, place)
        self.grew |= met != held
        return met

    def meet_all(self, types: Iterable[Type], place: Hashable) -> Type:
        found = NEVER
        for each in types:
            found = self.meet(found, each, place)
        return found

    def resolve(self, held: Type) -> Type:
        """The type as it is known by now: with cells that became one, and kinds that are kept apart."""
        return (
            self._normal(held, "resolve") if any(isinstance(atom, Holder | Tuple | Number) for atom in held) else held
        )

    def ask_kind(self, held: Type) -> None:
        """Somebody asks whether a number is an int: the places where kinds met must keep them apart."""
        for atom in held:
            if isinstance(atom, Number) and atom.origin not in self._kept_apart:
                self._kept_apart.add(atom.origin)
                self.grew = True

    def keep_apart(self, place: Hashable) -> None:
        if place not in self._kept_apart:
            self._kept_apart.add(place)
            self.grew = True

    def tell_tuples(self, place: Hashable) -> None:
        """Lists come to a place of tuples: these must say what they are."""
        if place not in self._tuples_told:
            self._tuples_told.add(place)
            self.grew = True

    def are_tuples_told(self, place: Hashable) -> bool:
        return place in self._tuples_told

    def is_kept_apart(self, place: Hashable) -> bool:
        return place in self._kept_apart

    # Growing

    def came_from(self, place: Hashable, atom: Atom) -> Loc | None:
        """The line that first brought this type to a place."""
        match place:
            case ("attribute", str(root), str(name)):
                place = ("item", self.attribute(root, name).id)
        return self.origins.of(place, atom)

    def grow(self, cell: Cell, held: Type) -> None:
        """Values of this type are put into the containers of `cell`."""
        self.forget_places(cell)
        self._grow(root_of(cell), held)

    def _grow(self, cell: Cell, held: Type) -> None:
        cell.item = self._grown(cell.item, held, ("item", cell.id))

    def grow_place(self, cell: Cell, place: int, held: Type) -> None:
        """A value of this type stands at a place of lists that are written out."""
        cell = root_of(cell)
        places = cell.places
        if places is not None:
            sorts = places.get(place, frozenset()) | {sort_of(atom) for atom in held}
            self.grew |= sorts != places.get(place)
            places[place] = sorts
        self._grow(cell, held)

    def at_place(self, cell: Cell, place: int | None) -> Type:
        """What stands at a place of lists, or at any."""
        held = self.resolve(root_of(cell).item)
        sorts = (root_of(cell).places or {}).get(-1 if place is None else place, ())
        return frozenset(atom for atom in held if sort_of(atom) in sorts) or held

    def forget_places(self, cell: Cell) -> None:
        """Items of lists may move, or nobody knows where new ones stand."""
        cell = root_of(cell)
        if cell.places is not None:
            whole = {sort_of(atom) for atom in cell.item}
            self.grew |= any(sorts < whole for sorts in cell.places.values())
            cell.places = None

    def grow_key(self, cell: Cell, held: Type) -> None:
        cell = root_of(cell)
        cell.key = self._grown(cell.key, held, ("key", cell.id))

    def grow_known(self, cell: Cell, key: str, held: Type) -> Type:
        """A value under a written key; returns what is held there."""
        cell = root_of(cell)
        cell.known[key] = self._grown(cell.known.get(key, NEVER), held, ("known", cell.id, key))
        return cell.known[key]

    def make_uniform(self, cell: Cell) -> None:
        """Somebody goes through a dictionary, or asks for a key that is not written: its values are held alike."""
        cell = root_of(cell)
        if not cell.uniform:
            cell.uniform = self.grew = True
            for key, held in cell.known.items():
                self.origins.join(("item", cell.id), ("known", cell.id, key), held)
                self.grow(cell, held)

    def make_plain(self, cell: Cell) -> None:
        """A dictionary is made that has no values for keys that are not there."""
        cell = root_of(cell)
        if not cell.plain:
            cell.plain = self.grew = True

    def fill(self, cell: Cell, other: Cell) -> None:
        """What `other` holds is copied to containers of `cell`: counts need not be held alike for that."""
        other = root_of(other)
        if "Counter" in other.others and other.item <= INT:
            self.grow_key(cell, other.key)
            self.grow(cell, other.item)
        else:
            self.merge(cell, other)

    def merge(self, one: Cell, other: Cell) -> None:
        """What containers of one cell hold is put into those of the other, wherever it stands."""
        for each in (one, other):
            self.forget_places(each)
        self._join(one, other)

    def _join(self, one: Cell, other: Cell) -> None:
        """Containers of both cells meet in one place."""
        one, other = root_of(one), root_of(other)
        if one is other:
            return
        places = places_of_both(one, other)
        if places is None:
            for each in (one, other):
                self.forget_places(each)
        other.parent = one
        one.others |= other.others
        one.plain = one.plain or other.plain
        one.of_module = one.of_module or other.of_module
        one.has_records |= one.closed or other.closed or other.has_records
        one.closed &= other.closed
        self.grew = True
        both_made = (one.known or one.item) and (other.known or other.item)
        one.uniform = one.uniform or other.uniform if both_made else one.uniform and other.uniform
        self.origins.join(("item", one.id), ("item", other.id), other.item)
        self._grow(one, other.item)
        one.places = places
        self.grow_key(one, other.key)
        for key, held in other.known.items():
            self.grow_known(one, key, held)
        if one.uniform:
            for held in one.known.values():
                self.grow(one, held)

    def _grown(self, before: Type, held: Type, place: Hashable) -> Type:
        after = self.meet(before, held, place)
        if is_endless(after):
            self.is_endless = True
            return before
        if after != before:
            self.grew = True
            self.origins.add(place, held)
        return after

    def _normal(self, union: Type, place: Hashable) -> Type:
        """A union with one atom a kind of container, and one for its numbers."""
        union = self._normal_numbers(union, place)
        if sum(isinstance(atom, Tensor) for atom in union) > 1:
            union = self._normal_tensors(union, place)
        streams = {atom for atom in union if isinstance(atom, Stream)}
        if len({_without_tensors(stream.item) for stream in streams}) < len(streams):
            union = self._normal_streams(union, streams, place)
        if sum(isinstance(atom, Tuple) for atom in union) > 1 or any(isinstance(atom, Holder) for atom in union):
            union = self._normal_tuples(union, place)
            for kind in {atom.kind for atom in union if isinstance(atom, Holder)}:
                union = self._normal_holders(union, kind)
        return union

    def _normal_numbers(self, union: Type, place: Hashable) -> Type:
        numbers = {atom for atom in union if isinstance(atom, Number)}
        if not numbers:
            return union
        are_apart = place in self._kept_apart or (_INT in union and _FLOAT in union)
        if are_apart or any(number.origin in self._kept_apart for number in numbers):
            self.ask_kind(frozenset(numbers))  # what comes here must say what it is
            return union - numbers | INT | FLOAT
        return union - INT - FLOAT

    def _normal_tensors(self, union: Type, place: Hashable) -> Type:
        """Tensors of one rank and dtype are one, whose sizes are unknown where theirs differ."""
        alike: dict[tuple[int, str], list[TensorType]] = {}
        tensors = {atom for atom in union if isinstance(atom, Tensor)}
        for atom in tensors:
            alike.setdefault((atom.type.rank, atom.type.dtype), []).append(atom.type)
        joined = set()
        for (rank, dtype), types in alike.items():
            shape = tuple(
                self._size({each.shape[axis] for each in types}, (place, rank, dtype, axis)) for axis in range(rank)
            )
            joined.add(Tensor(types[0].with_shape(shape)))
        return union - tensors | joined

    def _normal_streams(self, union: Type, streams: Set[Stream], place: Hashable) -> Type:
        """Those are one whose tensors alone differ: numbers do not say, as a stream gives them, which kind they are."""
        alike: dict[Hashable, list[Type]] = {}
        for stream in sorted(streams, key=repr):
            alike.setdefault(_without_tensors(stream.item), []).append(stream.item)
        joined = {Stream(self.meet_all(items, (place, "stream", k))) for k, items in enumerate(alike.values())}
        return union - streams | joined

    def unknown_size(self, place: Hashable) -> Dim:
        """The size of an axis that is known as the script runs, the same each time."""
        return self._size(set(), place)

    def _size(self, sizes: set[Dim], place: Hashable) -> Dim:
        if len(sizes) == 1:
            return next(iter(sizes))
        if place not in self._sizes:
            self._sizes[place] = symbol(f"{_OPEN}{len(self._sizes) or ''}")
        return self._sizes[place]

    def _normal_tuples(self, union: Type, place: Hashable) -> Type:
        tuples = sorted((atom for atom in union if isinstance(atom, Tuple)), key=repr)
        if not tuples:
            return union
        loose = any(isinstance(atom, Holder) and atom.kind == "tuple" for atom in union)
        if loose or len({(len(atom.items), atom.kind, atom.own) for atom in tuples}) > 1:
            holder, cell = self.holder("tuple", place)
            if any(atom.own for atom in tuples):
                cell.others |= {"tuples whose items have names, beside others"}
            if any(atom.kind == "list" for atom in tuples):
                cell.others |= {"lists of several lengths that are known whole"}
            for atom in tuples:
                for item in atom.items:
                    self.grow(cell, item)
            return union - set(tuples) | {holder}
        if len(tuples) == 1:
            return union
        items = tuple(
            self.meet_all((atom.items[k] for atom in tuples), (place, k)) for k in range(len(tuples[0].items))
        )
        return union - set(tuples) | {replace(tuples[0], items=items)}

    def _normal_holders(self, union: Type, kind: str) -> Type:
        holders = {atom for atom in union if isinstance(atom, Holder) and atom.kind == kind}
        first = min((self.of(holder) for holder in holders), key=lambda cell: cell.id)
        for holder in holders:
            self._join(first, self.of(holder))
        only: Atom = Holder(kind, first.id)  # type: ignore[arg-type]
        return union if holders == {only} else union - holders | {only}


def _without_tensors(held: Type) -> Hashable:
    """What a type is beside the sizes of its tensors."""
    return frozenset(
        (atom.kind, tuple(map(_without_tensors, atom.items)))
        if isinstance(atom, Tuple)
        else (atom.type.rank, atom.type.dtype)
        if isinstance(atom, Tensor)
        else atom
        for atom in held
    )


def _arrays(held: Type) -> set[str]:
    """Which arrays of JavaScript's these are: lists and tuples."""
    return {atom.kind for atom in held if isinstance(atom, Tuple | Holder) and atom.kind in ("list", "tuple")}


def _is_float(held: Type) -> bool:
    return _FLOAT in held and _INT not in held


def _apart(held: Type) -> bool:
    return _INT in held and _FLOAT in held


def is_open(size: Dim) -> bool:
    """Whether it is a size that only the running script knows, of an array or of tensors that met: no batch's."""
    return str(size).startswith(_OPEN)
