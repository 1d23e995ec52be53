"""What Python knows of an exception that went through Keras: the frames, the object at work, the call of the user's."""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from bmlc.ir import Loc, is_of_the_user
from bmlc.ir.loc import code_loc
from bmlc.ops.tensor import Tensor

__all__ = ["Raised", "Step", "argument_names", "given_arguments", "is_tensor", "root_of", "text_of"]

# Keras raises these instead of what was raised, which it gives as the context.
_WRAPPED = (
    "Exception encountered when calling ",
    "Could not automatically infer ",
    "We could not automatically infer ",
)


@dataclass(frozen=True)
class Step:
    """A frame of a traceback, and the place in it that the exception went through."""

    frame: FrameType
    loc: Loc

    @property
    def file(self) -> str:
        return self.frame.f_code.co_filename

    @property
    def owner(self) -> Any:
        """The object whose method runs, None in a function."""
        names = self.frame.f_code.co_varnames
        return self.frame.f_locals.get("self") if names and names[0] == "self" else None


@dataclass(frozen=True)
class Raised:
    """An exception while the user's file ran.

    Args:
        error: As it was raised first, whatever Keras made of it.
        path: The user's file.
    """

    error: BaseException
    path: Path

    @cached_property
    def steps(self) -> Sequence[Step]:
        """From the outermost frame to the one that raised."""
        return tuple(_steps(self.error.__traceback__))

    @cached_property
    def text(self) -> str:
        return text_of(self.error)

    @property
    def line(self) -> Step | None:
        """The innermost frame of the user's file."""
        return next((step for step in reversed(self.steps) if step.file == str(self.path)), None)

    @property
    def origin(self) -> Step | None:
        """The frame to blame: the innermost of the user's, of Keras or of bml, whatever these called."""
        libraries = tuple(map(folder_of, ("keras", "bml", "bmlc")))
        inward = reversed(self.steps)
        return next((s for s in inward if is_of_the_user(s.file) or s.file.startswith(libraries)), None)

    @property
    def is_stated(self) -> bool:
        """Whether the frame to blame says `raise` itself."""
        return self.origin is not None and self.origin.loc.text.startswith("raise ")

    @property
    def is_of_keras(self) -> bool:
        """Whether Keras raised it, or our functions for it did of what they were given.

        What goes wrong in them otherwise is a bug of ours.
        """
        if self.origin is None:
            return False
        ours = f"{folder_of('bml')}{os.sep}keras{os.sep}"
        of_numpy = self.origin is not self.steps[-1] or type(self.error).__module__.startswith("numpy")
        calls = self.origin.file == f"{ours}dispatch.py"  # what the user named, with what they gave
        given = isinstance(self.error, TypeError | ValueError | LookupError | ArithmeticError)
        is_told = given and (self.is_stated or of_numpy or calls)
        return self.origin.file.startswith(folder_of("keras")) or (is_told and self.origin.file.startswith(ours))

    @property
    def behind(self) -> Sequence[Step]:
        """The frames that the user's line called."""
        line = self.line
        return self.steps if line is None else self.steps[self.steps.index(line) + 1 :]

    def owners(self, kind: type | tuple[type, ...]) -> Iterator[Any]:
        """The objects of a class at work behind the user's line, the innermost first."""
        return (step.owner for step in reversed(self.behind) if isinstance(step.owner, kind))

    @property
    def owner(self) -> Any:
        """The innermost object of Keras's kinds at work behind the user's line."""
        keras = sys.modules.get("keras")
        if keras is None:
            return None
        kinds: tuple[type, ...] = (keras.Operation, keras.optimizers.Optimizer, keras.losses.Loss, keras.metrics.Metric)
        kinds += (keras.optimizers.schedules.LearningRateSchedule,)
        kinds += (keras.initializers.Initializer, keras.regularizers.Regularizer, keras.constraints.Constraint)
        return next(self.owners(kinds), None)

    @property
    def owner_name(self) -> str:
        """As messages call it: by the user's name for it, else by its class."""
        owner, node = self.owner, self.expression
        if isinstance(node, ast.Call) and owner is not None and owner is self.callee:
            return ast.unparse(node.func)
        return self.kind_name

    @property
    def kind_name(self) -> str:
        """The class of the object at work."""
        name = "Keras" if self.owner is None else type(self.owner).__name__
        return {"Functional": "Model"}.get(name, name)

    @property
    def tensor_name(self) -> str:
        """The symbolic tensor at work behind the user's line, with its shape."""
        tensor = next((step.owner for step in reversed(self.behind) if is_tensor(step.owner)), None)
        return "a KerasTensor" if tensor is None else f"a KerasTensor of shape {tensor.shape}"

    @property
    def scope(self) -> Mapping[str, Any]:
        """The names that the user's line sees."""
        frame = self.line.frame if self.line else None
        return {} if frame is None else {**vars(builtins), **frame.f_globals, **frame.f_locals}

    @cached_property
    def expression(self) -> ast.expr | None:
        """What the user's line was computing."""
        return None if self.line is None else _expression(self.line.loc)

    @property
    def callee(self) -> Any:
        """What the user's line called, as far as that is a name or an attribute of one."""
        match self.expression:
            case ast.Call(func=called):
                return _looked_up(called, self.scope)
            case _:
                return None


def is_tensor(value: object) -> bool:
    """Whether its numbers are not known until the program runs."""
    keras = sys.modules.get("keras")
    return isinstance(value, Tensor) or (keras is not None and isinstance(value, keras.KerasTensor))


def root_of(error: BaseException) -> BaseException:
    """What was raised first, where Keras raised something of its own in its place."""
    from bmlc.errors import UserError, UserErrors

    inner = error.__cause__ or error.__context__
    if inner is None:
        return error
    steps = list(_steps(error.__traceback__))
    of_keras = bool(steps) and steps[-1].file.startswith(folder_of("keras"))
    # Keras makes an exception of the same class with another text, which classes of more arguments do not take.
    remade = text_of(error).startswith((*_WRAPPED, f"{type(inner).__name__}.__init__()"))
    return root_of(inner) if remade or (of_keras and isinstance(inner, UserError | UserErrors)) else error


def text_of(value: object) -> str:
    """What Python prints of an exception or another object, whose `__str__` may be of the user's and fail."""
    try:
        return str(value)
    except Exception as failure:
        return f"<str() of it raised {type(failure).__name__}>"


def folder_of(package: str) -> str:
    """Where the files of a package are."""
    module = sys.modules.get(package)
    return str(Path(str(module.__file__)).parent) if module is not None else "<not imported>"


def argument_names(called: Callable[..., Any]) -> list[str]:
    """The arguments of a function or a class, with those that its `**kwargs` hand on to its base classes."""
    makers: list[Any] = [vars(each).get("__init__") for each in called.__mro__] if inspect.isclass(called) else [called]
    names: dict[str, None] = {}
    for maker in filter(None, makers):
        try:
            parameters = inspect.signature(maker).parameters.values()
        except (TypeError, ValueError):  # of C
            break
        names.update(dict.fromkeys(p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)))
        if all(p.kind is not p.VAR_KEYWORD for p in parameters):
            break
    return [name for name in names if name != "self"]


def given_arguments(step: Step) -> Mapping[str, Any]:
    """What the function of a frame was called with, where it differs from the defaults."""
    code, local = step.frame.f_code, step.frame.f_locals
    owner = step.owner
    fn = getattr(type(owner), code.co_name, None) if owner is not None else step.frame.f_globals.get(code.co_name)
    try:
        defaults = {p.name: p.default for p in inspect.signature(fn).parameters.values()}  # type: ignore[arg-type]
    except (TypeError, ValueError):
        defaults = {}
    names = set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]) - {"self"}
    return {name: value for name, value in local.items() if name in names and value is not defaults.get(name)}


def _steps(trace: TracebackType | None) -> Iterator[Step]:
    while trace is not None:
        yield Step(trace.tb_frame, code_loc(trace.tb_frame.f_code, trace.tb_lasti, trace.tb_lineno))
        trace = trace.tb_next


def _expression(loc: Loc) -> ast.expr | None:
    lines = [linecache.getline(loc.file, number).rstrip("\n") for number in range(loc.line, loc.end_line + 1)]
    if not lines:
        return None
    lines[-1] = lines[-1][: loc.end_column] if loc.line < loc.end_line or loc.end_column > loc.column else lines[-1]
    lines[0] = lines[0][loc.column :]
    try:
        return ast.parse(f"({textwrap.dedent(chr(10).join(lines))}\n)", mode="eval").body
    except SyntaxError:  # a statement
        return None


def _looked_up(node: ast.expr, scope: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return scope.get(name)
        case ast.Attribute(value=owner, attr=name):
            return getattr(_looked_up(owner, scope), name, None)
        case _:
            return None
