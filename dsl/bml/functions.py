"""The two kinds of user code: `@bml.function` for tensors, `@bml.script` for what drives them."""

from __future__ import annotations

import functools
import inspect
import linecache
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, cast, overload

import numpy as np

from bml.annotations import Image, TensorSpec, declared_types
from bml.arrays import as_array, as_operand
from bml.context import current_context
from bml.keras.seam import is_ours
from bml.plain import make_defaults_plain, with_plain_values
from bmlc.errors import UserError
from bmlc.host_tensor import host_tensor
from bmlc.ir import Function, Loc, TensorType, active_builder, scoped
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import flatten, unflatten

if TYPE_CHECKING:
    from bml.native.compiled import Compiled

__all__ = ["Script", "TensorFunction", "definition", "function", "script"]


@dataclass(frozen=True)
class Traced:
    """A traced function, and the structure of what the Python function returned: the positions of `fn.outs` in it."""

    fn: Function
    structure: Any


class _Decorated:
    """A Python function, and what its decorator says of it."""

    kind: ClassVar[str]

    def __init__(self, fn: Callable[..., Any]) -> None:
        functools.update_wrapper(cast(Any, self), fn)
        self.fn = fn
        self.name = fn.__name__
        self.loc = definition(fn)
        self.signature = inspect.signature(fn, eval_str=True)

    def __repr__(self) -> str:
        return f"<bml.{self.kind} {self.name}>"


class TensorFunction(_Decorated):
    """A Python function of tensors, traced once for each combination of input types; made by `bml.function`."""

    kind = "function"

    @functools.cached_property
    def annotations(self) -> dict[str, Any]:
        """The annotation of each parameter that has one."""
        parameters = self.signature.parameters.values()
        return {p.name: p.annotation for p in parameters if p.annotation is not p.empty}

    @functools.cached_property
    def declared(self) -> dict[str, TensorType]:
        """The type of each parameter whose annotation gives it one."""
        return declared_types(self.annotations)

    def declared_at(self, place: int | str) -> TensorType | None:
        """The type that the annotation of a parameter, by its place or its name, gives it."""
        names = list(self.signature.parameters)
        if isinstance(place, int):
            place = names[place] if place < len(names) else ""
        return self.declared.get(place)

    @property
    def is_declared(self) -> bool:
        """Whether annotations give the types of all parameters."""
        return len(self.declared) == len(self.signature.parameters)

    def traced(self, types: Sequence[TensorType] | None = None) -> Traced:
        """The function in the IR, with the structure of its result.

        Args:
            types: One a parameter; as annotated by default.

        Raises:
            UserError: BML102 where types are missing, and whatever the function's own code raises.
        """
        from bmlc.passes.trace import trace

        given = list(self.declared.values()) if types is None else types
        if len(given) != len(self.signature.parameters):
            raise UserError(
                "BML102",
                f"{self.name} needs the type of each parameter ({', '.join(self.signature.parameters)}) to be traced",
                "annotate its parameters, as in `image: bml.Image(28, 28, 1)`, `x: bml.TensorSpec((None, 4))` or "
                "`rate: float`",
                self.loc,
            )
        results: list[Any] = []

        def call(*args: Tensor) -> Any:
            results.append(self._call_in_order(*args))
            # A function that only assigns variables need not give anything; one that does nothing is a mistake.
            return () if results[0] is None and _assigns() else results[0]

        fn = trace(call, list(zip(self.signature.parameters, given, strict=True)), self.name, self.loc)
        structure = None if results[0] is None else unflatten(results[0], iter(range(len(fn.outs))))
        return Traced(fn, structure)

    def _call_in_order(self, *args: Any) -> Any:
        """Call the Python function with an argument a parameter, those that go by keyword too."""
        given = dict(zip(self.signature.parameters, args, strict=True))
        by_name = {p.name for p in self.signature.parameters.values() if p.kind is p.KEYWORD_ONLY}
        positional = [value for name, value in given.items() if name not in by_name]
        return self.fn(*positional, **{name: given[name] for name in given if name in by_name})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Inside a trace what the function computes there; outside one its result, as NumPy arrays.

        Where a file is read, its numbers are NumPy's; what NumPy cannot compute has a shape and no numbers.
        """
        if active_builder() is not None:
            with scoped(self.name):
                return self.fn(*args, **kwargs)
        if any(type(leaf).__name__ == "KerasTensor" for leaf in flatten([args, kwargs])):  # of a functional model
            return self.fn(*args, **kwargs)
        if is_ours():
            return _on_the_host(self._called(self.arguments(args, kwargs, host_tensor)), self.name)
        from bml.native.operators import keras_operators
        from bml.native.tensorflow import inside_a_graph, is_recording

        if inside_a_graph("@bml.function") or is_recording():
            with keras_operators(self.name):
                return self.fn(*args, **kwargs)
        return self._compiled((), self.arguments(args, kwargs), self.declared)

    def arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any], as_leaf: Any = None) -> dict[str, Any]:
        """The arguments of a call by parameter: arrays, structures of them, and what else Python passes.

        Raises:
            UserError: BML102 for arguments that the function does not take, BML101 for those that do not fit.
        """
        try:
            bound = self.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise UserError.here("BML102", f"{self.name}: {error}") from None
        bound.apply_defaults()
        sizes: dict[str, int] = {}  # that names in annotations stand for
        found = {name: self._operand(name, value, sizes) for name, value in bound.arguments.items()}
        if as_leaf is None:
            return found
        arrays = (as_leaf(leaf) if isinstance(leaf, np.ndarray) else leaf for leaf in flatten(found))
        return cast(dict[str, Any], unflatten(found, arrays))

    def _called(self, arguments: Mapping[str, Any]) -> Any:
        bound = inspect.BoundArguments(self.signature, OrderedDict(arguments))
        return self.fn(*bound.args, **bound.kwargs)

    @functools.cached_property
    def _compiled(self) -> Compiled:
        from bml.native.compiled import Compiled

        return Compiled(lambda **arguments: self._called(arguments), self.name, self.name)

    def _operand(self, name: str, value: Any, sizes: dict[str, int]) -> Any:
        """An argument as its annotation says; without one numbers stay what they are, constants of the trace."""
        annotation = self.annotations.get(name)
        if isinstance(annotation, Image):
            return annotation.convert(value)
        declared = self.declared.get(name)
        if isinstance(annotation, TensorSpec) and declared is not None:
            return annotation.convert(self.name, name, value, declared, sizes)
        if declared is not None and not hasattr(value, "shape"):
            return as_array(value, declared.dtype)
        return as_operand(value)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else functools.partial(self, instance)


class Script(_Decorated):
    """A Python function that drives tensor functions; made by `bml.script`.

    In Python it runs as it is, with NumPy's numbers and texts of its file as Python's own; for the browser the compiler
    reads its source.
    """

    kind = "script"

    def __init__(self, fn: Callable[..., Any]) -> None:
        if isinstance(fn, FunctionType):
            make_defaults_plain(fn)
        super().__init__(fn)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        current_context().diverged = False
        from bml.native.operators import keras_operators

        fn = with_plain_values(self.fn) if isinstance(self.fn, FunctionType) else self.fn
        with keras_operators():
            return fn(*args, **kwargs)


@overload
def function(fn: Callable[..., Any]) -> TensorFunction: ...
@overload
def function(fn: None = None) -> Callable[[Callable[..., Any]], TensorFunction]: ...
def function(fn: Callable[..., Any] | None = None) -> Any:
    """Make a Python function a tensor function: traced with symbolic tensors, compiled for the browser.

    Args:
        fn: Takes and returns tensors, or tuples, lists and dictionaries of them. Annotations say what the parameters
            are where the program exports it: `bml.Image(28, 28, 1)`, `bml.TensorSpec((None, 4))`, `float`, `int`,
            `bool`.

    Example:
        >>> import bml, numpy as np
        >>> @bml.function
        ... def halve(x):
        ...     return x / 2.0
        >>> halve(np.array([1.0, 3.0])).tolist()
        [0.5, 1.5]
    """
    return TensorFunction(fn) if fn is not None else TensorFunction


@overload
def script(fn: Callable[..., Any]) -> Script: ...
@overload
def script(fn: None = None) -> Callable[[Callable[..., Any]], Script]: ...
def script(fn: Callable[..., Any] | None = None) -> Any:
    """Make a Python function a script of the program: loops, conditions, logging, calls of tensor functions.

    Args:
        fn: Its annotated parameters with defaults become the fields of the page.

    Example:
        >>> import bml
        >>> @bml.script
        ... def count(to: int = 3):
        ...     return list(range(to))
        >>> count(to=2)
        [0, 1]
    """
    return Script(fn) if fn is not None else Script


def _on_the_host(result: Any, name: str) -> Any:
    """What a function returned where a file is read: arrays, and what has a shape and no numbers."""

    def leaf_on_the_host(leaf: Any) -> Any:
        if leaf is None or isinstance(leaf, str):
            raise UserError.here(
                "BML103", f"{name} must return tensors, received {leaf!r}", "end the function with `return ...`"
            )
        return leaf if isinstance(leaf, Tensor) else host_tensor(as_array(leaf))

    return None if result is None else unflatten(result, iter(list(map(leaf_on_the_host, flatten(result)))))


def _assigns() -> bool:
    builder = active_builder()
    return builder is not None and bool(builder.updates)


def definition(fn: Callable[..., Any]) -> Loc:
    """The line of `def`, below decorators."""
    code = inspect.unwrap(fn).__code__
    line = code.co_firstlineno
    while (text := linecache.getline(code.co_filename, line)) and not text.lstrip().startswith(("def ", "async def ")):
        if "lambda" in text:
            break
        line += 1
    if not text:
        line, text = code.co_firstlineno, linecache.getline(code.co_filename, code.co_firstlineno)
    indent = len(text) - len(text.lstrip())
    return Loc(code.co_filename, line, indent, line, len(text.rstrip()))
