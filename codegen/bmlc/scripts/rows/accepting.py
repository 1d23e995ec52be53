"""What rows take: the words of their signatures, and the types that each stands for."""

from __future__ import annotations

from collections.abc import Callable

from bmlc.scripts.arrays.arrays import array_of, has_numpy
from bmlc.scripts.fitting import holder_of
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.program.device import is_tensor
from bmlc.scripts.program.host_types import DatasetType, FunctionType
from bmlc.scripts.rows.call import SCALARS, Call
from bmlc.scripts.rows.table import Parameter
from bmlc.scripts.types import FLOAT, RANGE, STR, Bar, Holder, Object, Program, Stream, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import Visit

__all__ = ["KEPT", "check", "is_iterable"]

# Words whose arguments the row itself holds to more.
_ANY = frozenset(
    ["object", "item", "alike", "K", "V", "axis", "axes", "shape", "dtype", "flag", "share", "number", "places"]
)
KEPT = _ANY | {"array", "ndarray"}  # what these take of NumPy's stays NumPy's


def _is_holder(*kinds: str) -> Callable[[Type], bool]:
    return lambda held: holder_of(held, *kinds) is not None or ("tuple" in kinds and atom_of(Tuple, held) is not None)


def _is_of_program(kind: type) -> Callable[[Type], bool]:
    return lambda held: all(isinstance(atom, Program) and isinstance(atom.object, kind) for atom in held)


def is_iterable(held: Type) -> bool:
    return all(
        isinstance(atom, Holder | Tuple | Stream | Bar)
        or atom in STR | RANGE
        or array_of(frozenset({atom})) is not None
        or _is_of_program(DatasetType)(frozenset({atom}))
        for atom in held
    )


def _is_array(held: Type) -> bool:
    return is_tensor(held) or has_numpy(held) or kind_of(held) is not None or _is_holder("list", "tuple")(held)


# Whether one atom is such a one, and how messages call it.
_WORDS: dict[str, tuple[Callable[[Type], bool], str]] = {
    "int": (lambda held: kind_of(held) == "int", "an int"),
    "float": (lambda held: kind_of(held) is not None, "a number"),
    "tensor": (is_tensor, "a tensor of one number"),
    "array": (_is_array, "an array, or lists of numbers"),
    "ndarray": (_is_array, ""),
    "bool": (SCALARS["bool"].__eq__, "a bool"),
    "str": (SCALARS["str"].__eq__, "a str"),
    "None": (SCALARS["None"].__eq__, "None"),
    "data": (_is_of_program(DatasetType), "a data set"),
    "traced": (_is_of_program(FunctionType), "a @bml.function by its name"),
    "iterable": (is_iterable, "something to go through"),
    "sequence": (lambda held: held in (STR, RANGE) or _is_holder("list", "tuple", "deque")(held), "a list"),
    "function": (lambda held: kind_of(held) is None and held != STR and not is_iterable(held), "a function"),
    "list": (_is_holder("list"), "a list"),
    "dict": (_is_holder("dict"), "a dictionary"),
    "tuple": (_is_holder("tuple"), "a tuple"),
}


def check(visit: Visit, call: Call) -> None:
    """Hold the arguments to what the row takes."""
    for parameter in call.row.parameters:
        if parameter.gathers_keywords or parameter.accepts & _ANY:
            continue
        for value in call.gathered if parameter.gathers else filter(None, [call.get(parameter.name)]):
            if not all(_accepts(visit, parameter, frozenset({atom})) for atom in value.type):
                raise _mismatch(visit, call, parameter, value)


def _accepts(visit: Visit, parameter: Parameter, held: Type) -> bool:
    return any(_WORDS[word][0](held) for word in parameter.accepts) or (
        "iterable" in parameter.accepts and _goes_by_itself(visit, held)
    )


def _goes_by_itself(visit: Visit, held: Type) -> bool:
    """Whether these are objects of the file whose classes have `__iter__`, or are asked for items by their numbers."""
    from bmlc.scripts.classes.members import has_special  # which calls methods

    names = ("__iter__", "__getitem__") if atom_of(Object, held) is not None else ()
    return any(has_special(visit, visit.script.definition.node, held, name) for name in names)


def _mismatch(visit: Visit, call: Call, parameter: Parameter, value: Value) -> Exception:
    words = [words for name, (_, words) in _WORDS.items() if name in parameter.accepts and words]
    wanted = " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    hint = None
    if value.type and value.type <= FLOAT | STR:
        hint = next((f"convert it: {name}(...)" for name in ("int", "float") if name in parameter.accepts), None)
    which = "" if parameter.gathers else f" as {parameter.name}"
    message = f"{call.row.full_name} takes {wanted}{which}, received {visit.described(value.type)}"
    return visit.error("BML204", call.node_of(parameter.name, value), message, hint, [value])
