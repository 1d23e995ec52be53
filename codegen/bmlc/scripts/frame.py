"""Functions of a script, their versions, and the state of going through one of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bmlc.ir import Loc
from bmlc.scripts.counting.code import Code
from bmlc.scripts.source import SourceFile
from bmlc.scripts.types import NEVER, Type
from bmlc.scripts.values import Value

__all__ = ["Definition", "Environment", "Frame", "Instance", "OpenLoop", "OwnClass"]

Environment = Mapping[str, Type]
"""The types of names, and of attributes by their path, at one point; None where it is never reached."""


@dataclass(eq=False)
class Definition:
    """A function as it is written.

    Attributes:
        site: What tells it from others: its node, and the version of the function that it is written in.
        locals: The names that it sets: Python's rule for what is local.
        captured: Those of them, and names of its comprehensions, that functions inside of it name.
        renamed: Names of comprehensions that it stands in, by what they are called in Python.
        defaults: Of its parameters, as they were when it was defined.
        file: Where it stands.
        function: What Python made of it, where it stands in no other function: its free names are those of this one.
        is_value: It is stored, passed or returned: one version then serves all of its calls.
    """

    site: Hashable
    name: str
    node: ast.FunctionDef | ast.Lambda
    outer: Instance | None
    locals: frozenset[str]
    captured: set[str]
    file: SourceFile
    set_names: frozenset[str] = frozenset()  # without its parameters
    in_generators: frozenset[str] = frozenset()  # names that generator expressions mention
    renamed: Mapping[str, str] = field(default_factory=dict)
    function: Callable[..., object] | None = None
    defaults: dict[str, Value] = field(default_factory=dict)
    is_value: bool = False
    open: int = 0  # of its versions, that are being gone through
    method_of: OwnClass | None = None
    takes_self: bool = False  # as JavaScript's `this`
    is_helper: bool = False  # of the file: no script, nor inside one
    is_generator: bool = False
    ends_late: bool = False  # a generator with a `finally`, or that goes through one

    @property
    def outermost(self) -> Definition:
        """The function around this one that stands in no other."""
        return self if self.outer is None else self.outer.definition.outermost

    @property
    def own_self(self) -> str | None:
        """The parameter that is `this` in JavaScript: no function inside names it, and it stays what it is."""
        name = self.parameters[0] if self.takes_self else None
        others = self.captured | self.set_names | self.in_generators  # where `this` is none, or another one
        return name if name not in others else None

    @property
    def is_script(self) -> bool:
        return self.outer is None and not self.is_helper

    @property
    def parameters(self) -> list[str]:
        arguments = self.node.args
        return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]

    @cached_property
    def around(self) -> Mapping[ast.AST, ast.AST]:
        """The node in which each of its nodes stands."""
        return {inner: node for node in ast.walk(self.node) for inner in ast.iter_child_nodes(node)}

    @cached_property
    def uses(self) -> Mapping[str, list[ast.Name]]:
        """Where names stand in it and in functions inside of it."""
        found: dict[str, list[ast.Name]] = {}
        for each in ast.walk(self.node):
            if isinstance(each, ast.Name):
                found.setdefault(each.id, []).append(each)
        return found


@dataclass(eq=False)
class OwnClass:
    """A class of the file, or a variant of one: its objects hold other objects of the program, as another optimizer.

    Attributes:
        parent: What it extends in JavaScript: its first base class, a variant its own class.
        root: What tells the attributes of its hierarchy from those of others.
        plain: Of a variant, the class itself.
        exception: The exception of Python's that it is derived from.
        settings: Of a made-up class, of a namespace of the module: its names. It is a plain object in JavaScript.
        values: Its attributes that something reads.
        methods: Those that something calls, by the names that they have in JavaScript.
        lineage: The class, and those that Python looks its methods up in; with several bases, variants of these.
    """

    name: str
    python: type
    parent: OwnClass | None
    node: ast.ClassDef
    file: SourceFile
    root: str
    plain: OwnClass | None = None
    exception: str | None = None
    settings: frozenset[str] | None = None
    values: dict[str, Value] = field(default_factory=dict)
    methods: dict[str, Definition] = field(default_factory=dict)
    lineage: list[OwnClass] = field(default_factory=list)

    @property
    def itself(self) -> OwnClass:
        """The class as the file has it."""
        return self.plain or self

    @property
    def is_frozen(self) -> bool:
        """A dataclass whose attributes stay what they are."""
        parameters = getattr(self.python, "__dataclass_params__", None)
        return parameters is not None and bool(parameters.frozen)

    @property
    def chain(self) -> list[OwnClass]:
        """The class, and those that JavaScript looks its methods up in."""
        return [self, *(self.parent.chain if self.parent is not None else [])]


@dataclass(eq=False)
class Instance:
    """A version of a function: for one combination of the types of its arguments."""

    key: Hashable
    definition: Definition
    params: dict[str, Type]
    result: Type = NEVER
    given: Type = NEVER  # what calls get that may reach other functions, too: results are held as they hold them
    heads: dict[Hashable, dict[str, Type]] = field(default_factory=dict)  # what loops begin with, as far as is known
    waits: bool = False
    pass_done: int = 0
    is_open: bool = False
    code: Code = field(default_factory=list)
    owned: dict[str, None] = field(default_factory=dict)  # the JavaScript names that may hold tensors
    views: dict[str, set[str]] = field(default_factory=dict)  # names that own nothing -> what they look into
    sources: dict[str, Loc] = field(default_factory=dict)  # of names of ours: where their values are written
    annotations: dict[str, ast.expr] = field(default_factory=dict)  # of names, as far as it has been gone through
    js_name: str = ""
    constants: tuple[tuple[str, str], ...] = ()  # of parameters by which it compiles models
    called_at: Loc | None = None  # the first call of it
    called_by: Instance | None = None  # in which that stands


@dataclass
class OpenLoop:
    """What `break` and `continue` of an open loop leave behind."""

    entry: frozenset[str] = frozenset()  # names that are set before it
    breaks: list[Environment | None] = field(default_factory=list)
    continues: list[Environment | None] = field(default_factory=list)


@dataclass
class Frame:
    """Where we are in a version: what names are, and the block that is being filled.

    Attributes:
        watchers: Of open `try` blocks: what they may have set when something throws.
        renamed: Names of comprehensions that are open, by what they are called in Python.
        handled: The names of the errors that the open handlers caught.
    """

    instance: Instance
    env: Environment | None = field(default_factory=dict)
    code: Code = field(default_factory=list)
    loops: list[OpenLoop] = field(default_factory=list)
    watchers: list[dict[str, Type]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    handled: list[str] = field(default_factory=list)
    temporaries: int = 0
    statement: ast.stmt | None = None  # that is being lowered
    told: frozenset[str] = frozenset()  # names of a loop that goes through constants, which are known
    places: dict[str, Hashable] = field(default_factory=dict)  # of such names, inside of their loops
    written: dict[str, Any] = field(default_factory=dict)  # constants of names, at a step of a loop that is written out
    steps: tuple[int, ...] = ()  # at which we are of each loop around that is written out

    @contextmanager
    def within(self) -> Iterator[None]:
        """What is open inside, comprehensions and loops, is not open any more behind an error."""
        kept = self.renamed, self.told, self.places, self.written, self.steps
        stacks: list[list[Any]] = [self.loops, self.watchers, self.handled]
        heights = [len(stack) for stack in stacks]
        try:
            yield
        except Exception:
            self.renamed, self.told, self.places, self.written, self.steps = kept
            for stack, height in zip(stacks, heights, strict=True):
                del stack[height:]
            raise
