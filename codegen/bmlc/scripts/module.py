"""The objects of the module that scripts reach: what they are called, what holds them, and which of them change."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final

from bmlc.emit import js
from bmlc.ir import Loc
from bmlc.scripts.types import Array, Cells, Holder, Tuple, Type
from bmlc.scripts.values import Value

if TYPE_CHECKING:
    from bmlc.scripts.frame import Instance, OwnClass

__all__ = ["ARRAYS", "Module"]

ARRAYS: Final = "arrays"  # of which all change, or none


class Module:
    """What scripts of a file know of its objects, by their identity in Python.

    Attributes:
        instance: Where they are made.
        arrays: NumPy's, by their names.
        settings: Made-up classes, of objects whose own has nothing to be called.
        types: What they are.
        traced_reads: Those that traced functions read.
        changed: What changes: classes whose attributes are set, containers by their cells, objects by the names of
            their hierarchies, all arrays.
        objects: With their names and places, as this pass met them.
        open: Those that are being made; `in_circle`: one of them was met.
        later: Attributes that are set once all objects are there.
        roots: Hierarchies of classes that have objects.
    """

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.instance: Instance = None  # type: ignore[assignment]  # set before anything is lowered
        self._places: dict[int, set[object]] = {}
        self._set_arrays: set[str] = set()  # the kinds of arrays whose items are set
        self.arrays: dict[str, Any] = {}
        self.settings: dict[int, OwnClass] = {}
        self.types: dict[int, Type] = {}
        self.traced_reads: set[int] = set()
        self.changed: set[Hashable] = set()
        self.keeps = False  # those that change may keep functions or exceptions
        self.begin()

    def begin(self) -> None:
        """Begin to go through the script once more."""
        self.objects: dict[int, tuple[str, Value, Loc]] = {}
        self.open: dict[int, Value] = {}
        self.in_circle = False
        self.later: list[js.Assign] = []
        self.roots: set[str] = set()

    def use(self, value: object, place: object) -> bool:
        """Whether several places hold an object, which then has a name."""
        places = self._places.setdefault(id(value), set())
        self._cells.grew |= bool(places) and place not in places
        places.add(place)
        return len(places) > 1

    def mark(self, held: Type) -> None:
        """What an object of this type holds is the module's: scripts that change it share it."""
        for atom in held:
            inside: tuple[Type, ...] = atom.items if isinstance(atom, Tuple) else ()
            if isinstance(atom, Holder) and not self._cells.of(atom).of_module:
                cell = self._cells.of(atom)
                cell.of_module = True
                inside = (cell.item, *cell.known.values())
            for part in inside:
                self.mark(part)

    def change(self, *parts: Hashable) -> None:
        """These change, for all scripts."""
        self._cells.grew |= not self.changed.issuperset(parts)
        self.changed.update(parts)

    def change_container(self, held: Type) -> None:
        cells = [self._cells.of(atom) for atom in held if isinstance(atom, Holder)]
        self.change(*(cell.id for cell in cells if cell.of_module))

    def change_arrays(self, held: Type) -> None:
        """Items of such an array are set: of those of the module, if they may be of that kind."""
        self._set_arrays |= {atom.kind for atom in held if isinstance(atom, Array)}
        if self.arrays_change:
            self.change(ARRAYS)

    @property
    def arrays_change(self) -> bool:
        return any(str(array.dtype) in self._set_arrays for array in self.arrays.values())

    @property
    def changed_classes(self) -> set[int]:
        """Those whose attributes are set, by their identity."""
        return {id(each) for each in self.changed if isinstance(each, type)}
