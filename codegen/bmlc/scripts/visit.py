"""The state of going through a script: its types, which only grow, and the JavaScript of the last time.

A script and what it calls are gone through until no type grows any more. Each time everything is lowered anew, with
the types that are known by then; the last pass is printed, and its errors are the ones that count.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bmlc.emit import js
from bmlc.errors import UserError
from bmlc.scripts.blaming import Blaming
from bmlc.scripts.counting.code import Code, CountedFunction, Do, Set
from bmlc.scripts.counting.code import set_names as names_set
from bmlc.scripts.counting.walking import names_in
from bmlc.scripts.frame import Definition, Environment, Frame, Instance, OwnClass
from bmlc.scripts.leaving import leaves, why_left
from bmlc.scripts.module import Module
from bmlc.scripts.printing.hints import hint_of
from bmlc.scripts.printing.runtime import PYTHON
from bmlc.scripts.printing.scopes import Scopes
from bmlc.scripts.program.constants import Constants
from bmlc.scripts.program.world import World
from bmlc.scripts.source import SourceFile, set_names
from bmlc.scripts.types import NEVER, NONE, Cell, Cells, Holder, Tuple, Type
from bmlc.scripts.types.holding import may_hold
from bmlc.scripts.values import ObjectName, Retain, Value, given_none, is_name, is_simple, without_none

if TYPE_CHECKING:
    from bmlc.scripts.tapes.blocks import Block

__all__ = ["EXPRESSIONS", "STATEMENTS", "PoisonedError", "Visit", "lowers"]

Lower = Callable[["Visit", Any], Any]
F = TypeVar("F", bound=Lower)
N = TypeVar("N", bound=ast.AST)
V = TypeVar("V")

EXPRESSIONS: dict[type[ast.AST], Lower] = {}
STATEMENTS: dict[type[ast.AST], Lower] = {}


def lowers(*kinds: type[ast.AST]) -> Callable[[F], F]:
    """Declares the function that lowers expressions or statements of these kinds."""

    def declare(function: F) -> F:
        for kind in kinds:
            (STATEMENTS if issubclass(kind, ast.stmt) else EXPRESSIONS)[kind] = function
        return function

    return declare


class PoisonedError(Exception):
    """Something here depends on an error that was reported before: nothing more is to be said."""


class Visit(Blaming):
    """One script. `frame` is where we are."""

    def __init__(self, file: SourceFile, world: World, reserved: Iterable[str]) -> None:
        self.script_file = file
        self.world = world
        self.cells = Cells()
        self.cells.origins.here = self._statement
        self.module = Module(self.cells)
        self._reserved = frozenset(reserved)
        self.objects: dict[str, None] = {}
        self._shared: dict[Hashable, str] = {}
        self.definitions: dict[Hashable, Definition] = {}
        self.instances: dict[Hashable, Instance] = {}
        self.tapes: dict[Hashable, Block] = {}  # of the script, by their blocks
        self.makers: set[str] = set()  # classes whose objects scripts make, by their full names
        self.sums: dict[Hashable, Type] = {}  # of tensors, as far as is known
        self.batch_sizes: dict[Hashable, str] = {}  # names of the sizes of batches, by the loop that goes through them
        self.tested: set[ast.AST] = set()  # `and` and `or` of which only the truth counts
        self.forgotten: dict[Hashable, frozenset[str]] = {}  # attributes that expressions may change, by their nodes
        self.gone_through: set[ast.AST] = set()  # what loops go through as it is made, and nobody else sees
        self.taken_at_once: set[ast.AST] = set()  # generators whose items are asked for one right after another
        self.classes: dict[str, OwnClass] = {}  # by their full names
        self._made: dict[Hashable, ast.AST] = {}
        self.variants: dict[str, list[Hashable]] = {}  # of classes, by what tells the objects of each
        self.python_defaults: dict[Hashable, int] = {}  # of functions of the file: the pass that they are of
        self.known = Constants()
        self.choosing: set[tuple[Hashable, str]] = set()  # names of versions by which a line makes one of several
        self.compiling: set[tuple[Hashable, str]] = set()  # names of functions by which models are compiled
        self._numbers: dict[Hashable, int] = {}
        self._versions: dict[Hashable, int] = {}
        self.tuple_defaults: dict[Hashable, Value] = {}  # of the items of named tuples
        self.passes = 0
        self.script: Instance = None  # type: ignore[assignment]  # set before anything is lowered
        self.frame = None  # type: ignore[assignment]  # set by `entering` before anything is lowered
        self.begin()

    def begin(self) -> None:
        """Begin to go through the script once more."""
        self.passes += 1
        self.cells.grew = False
        self.known.begin()
        self.module.begin()
        self.errors: list[UserError] = []
        self.unknown: set[str] = set()  # names that are defined nowhere, which are told once
        self.helpers: set[str] = set()
        self.scopes = Scopes({*self._reserved, *self.objects}, self._shared)  # objects that the last time named
        self.objects = {}
        self.counted: list[CountedFunction] = []  # by the printer
        self.evaluated: ast.expr | None = None  # the last one
        self.file_functions: dict[Hashable, Definition] = {}  # of the file, that something names
        self.own_classes: dict[str, OwnClass] = {}  # of the file, that something names
        self.made_classes: set[str] = set()  # those of which there are objects
        self.uses_run = False
        self.converts = False  # what a script returns is converted for the page: by its run
        self.asked: ast.AST | None = None  # what asks for the text of a value
        self.circles = ""  # the name of the objects that may lie in circles
        self.kept = ""  # the name of what is kept until the script ends
        self.pipelines: dict[str, Value] = {}  # the module's derived data sets, which are set at the start

    # Where we are

    @property
    def env(self) -> Environment | None:
        return self.frame.env

    @env.setter
    def env(self, env: Environment | None) -> None:
        self.frame.env = env

    @property
    def here(self) -> Hashable:
        """The version that we are in, and the steps of loops around that are written out."""
        return self.frame.instance.key, self.frame.steps

    def number_of(self, node: ast.AST) -> int:
        """A number for a node, the same each time."""
        return self._numbers.setdefault((node, self.here), len(self._numbers) + 100)

    def version(self, key: Hashable) -> Hashable:
        """A short name for a version, the same each time: others hold it in their keys, and these in theirs."""
        return "version", self._versions.setdefault(key, len(self._versions))

    @contextmanager
    def entering(self, frame: Frame) -> Iterator[Frame]:
        outer, self.frame = self.frame, frame
        try:
            yield frame
        finally:
            self.frame = outer

    def block(self, body: Sequence[ast.stmt], env: Environment | None) -> tuple[Code, Environment | None]:
        """A block that begins with `env`: its code, and what is known at its end."""
        with self.filling() as code:
            self.env = env
            self.statements(body)
            return code, self.env

    @contextmanager
    def filling(self) -> Iterator[Code]:
        """Inside, statements go to a block of their own."""
        outer, self.frame.code = self.frame.code, []
        try:
            yield self.frame.code
        finally:
            self.frame.code = outer

    def tried(self, make: Callable[[], V]) -> V | UserError:
        """What `make` gives; where it fails its error, and nothing is left of what it wrote."""
        kept = {*self.unknown}, dict(self.objects), dict(self.pipelines), {*self.helpers}
        env, temporaries, start = self.env, self.frame.temporaries, len(self.frame.code)
        try:
            with self.frame.within():
                return make()
        except UserError as error:
            self.unknown, self.objects, self.pipelines, self.helpers = kept
            self.env, self.frame.temporaries = env, temporaries
            del self.frame.code[start:]
            return error

    def attempt(self, make: Callable[[], V]) -> V | None:
        """What `make` gives, and nothing of what it writes; None where it fails, which is told where it counts."""
        objects, pipelines = dict(self.objects), dict(self.pipelines)
        try:
            with self.filling():
                found = self.tried(make)
        except PoisonedError:
            return None
        finally:
            self.objects, self.pipelines = objects, pipelines
        return None if isinstance(found, UserError) else found

    # Lowering

    def expression(self, node: ast.expr) -> Value:
        value: Value = EXPRESSIONS[node.__class__](self, node)
        self.evaluated = node
        return value.written(given_none(value.js)) if value.type == NONE else value

    def expressions(self, nodes: Iterable[ast.expr]) -> list[Value]:
        """Operands from left to right; one whose successor needs statements of its own is named before them."""
        return self.expressions_by(Visit.expression, nodes)

    def expressions_by(
        self, evaluate: Callable[[Visit, ast.expr], Value], nodes: Iterable[ast.expr], *before: Value
    ) -> list[Value]:
        """The same, each evaluated in a way of its own, behind values that were evaluated before."""
        values = [*before]
        for node in nodes:
            start = len(self.frame.code)
            value = self.hold(evaluate(self, node))
            if len(self.frame.code) > start:
                later = self.frame.code[start:]
                del self.frame.code[start:]
                changed = {*names_set(later)}  # by `:=`
                values = [each if _stays(each, changed) else self.named(each) for each in values]
                self.frame.code += later
            values.append(value)
        return values

    def statements(self, body: Sequence[ast.stmt]) -> None:
        for index, node in enumerate(body):
            if self.env is None:
                # That types tell a line is not reached is nothing to complain about; helpers are Python's, too.
                if index and leaves(body[index - 1]) and not self.frame.instance.definition.outermost.is_helper:
                    message = f"this line never runs: {why_left(body[index - 1])}"
                    self.errors.append(self.error("BML206", node, message, "remove it, or move it up"))
                return
            start = len(self.frame.code)
            self.frame.statement = node
            try:
                with self.frame.within():
                    STATEMENTS[node.__class__](self, node)
                if self.cells.is_endless:
                    self.cells.is_endless = False
                    raise self.endless(self.loc(node), "what this stores")
            except (UserError, PoisonedError) as error:
                if isinstance(error, UserError):
                    self.errors.append(error)
                del self.frame.code[start:]
                if self.env is not None:  # what it would have set is of no type, and what uses that is no error again
                    self.env = {**dict.fromkeys(set_names([node]), NEVER), **self.env}
                if isinstance(node, ast.Return | ast.Raise) or isinstance(getattr(node, "value", None), ast.Yield):
                    self.env = None  # what follows is not reached, or nobody knows with what
            loc = self.file.loc(node)
            for statement in self.frame.code[start:]:
                statement.loc = statement.loc or loc

    # Names that are ours, and who owns what

    def temporary(self, hint: str = "value", numbered: bool = False) -> str:
        """A name of ours, the same each time the version is gone through."""
        self.frame.temporaries += 1
        key = ("temporary", hint, self.frame.temporaries)
        return self.scopes.of(self.frame.instance.definition)(key, hint, numbered)

    def names(self, key: Hashable, name: str) -> str:
        """A name of the function that we are in, the same for the same key."""
        return self.scopes.of(self.frame.instance.definition)(key, name)

    def named(self, value: Value, hint: str = "value") -> Value:
        """The value under a name of its own."""
        if isinstance(value.js, ObjectName):
            return value
        found = hint_of(value.js) if hint == "value" and self.holds(value.type) else None
        if found is None and hint == "value" and any(isinstance(atom, Holder | Tuple) for atom in value.type):
            hint = "items"
        name = self.temporary(hint) if found is None else self.temporary(*found)
        if self.evaluated is not None:
            self.frame.instance.sources[name] = self.loc(self.evaluated)
        self.let(name, value)
        return Value(value.type, js.name(name), constant=value.constant, place=value.place)

    def let(self, name: str, value: Value) -> None:
        """Set a JavaScript name."""
        if self.holds(value.type):
            self.frame.instance.owned[name] = None
            if not value.fresh and not is_name(value.js):
                value = self.keep(value)
        self.frame.code.append(Set(name, value.js, fresh=value.fresh))

    def look_into(self, name: str, value: js.Expression) -> None:
        """`name` owns nothing: what `value` names lives as long as it is needed."""
        self.frame.instance.views.setdefault(name, set()).update(names_in(value))

    def do(self, expression: js.Expression | js.Statement) -> None:
        self.frame.code.append(Do(without_none(expression) if isinstance(expression, js.Expression) else expression))

    def holds(self, held: Type) -> bool:
        """Whether a value of this type may hold tensors."""
        return may_hold(held, self.cells)

    def hold(self, value: Value, hint: str = "value") -> Value:
        """An operand that is borrowed: a fresh reference gets a name, so that it can be given up."""
        return self.named(value, hint) if value.fresh and self.holds(value.type) else value

    def simple(self, value: Value, hint: str = "value") -> Value:
        """The value as a name or a literal, which may be written twice."""
        return value if value.is_known or is_simple(value.js) else self.named(value, hint)

    def guard(self, value: Value, hint: str = "value") -> Value:
        """What lies in a container, where code that is called may take it out: it is held meanwhile."""
        if self.holds(value.type) and not value.fresh and not is_name(value.js):
            return self.named(self._retained(value), hint)
        return self.hold(value, hint)

    def retained(self, value: js.Expression) -> Retain:
        return Retain(self.run("retain"), (value,))

    def keep(self, value: Value) -> Value:
        """An operand that is kept: moved if it is fresh, retained otherwise."""
        return value if value.fresh or not self.holds(value.type) else self._retained(value)

    def _retained(self, value: Value) -> Value:
        return Value(value.type, self.retained(value.js), fresh=True, place=value.place)

    def keep_until_end(self, value: Value) -> None:
        """What a function that may be stored anywhere names is given up when the script ends."""
        if self.holds(value.type):
            self.kept = self._listed("kept", value)

    def clear_at_end(self, value: Value) -> None:
        """An object that may lie in a circle: when the script ends, its attributes are given up."""
        self.circles = self._listed("circles", value)

    def _listed(self, name: str, value: Value) -> str:
        self.cells.grew |= name not in self.scopes.shared
        self.do(js.call(js.Member(js.name(self.scopes.share(name, name)), "push"), self.retained(value.js)))
        return self.scopes.share(name, name)

    # What JavaScript needs

    def helper(self, name: str) -> js.Identifier:
        """A function of the runtime, imported by the module."""
        assert name in PYTHON, name
        self.helpers.add(name)
        return js.name(name)

    def call_helper(self, name: str, *arguments: js.Expression) -> js.Call:
        return js.call(self.helper(name), *arguments)

    def run(self, member: str) -> js.Expression:
        """A member of the run, which the script then takes as a parameter."""
        self.uses_run = True
        return js.Member(js.name("run"), member)

    def wait(self) -> None:
        """The function that we are in waits for something."""
        if self.frame.instance.definition.is_generator:
            message = "a generator function waits for nothing: it reads, logs and trains nowhere"
            at = self.frame.statement or self.frame.instance.definition.node
            raise self.error("BML201", at, message, "do it in the loop that goes through what it gives")
        if not self.frame.instance.waits:
            self.frame.instance.waits = self.cells.grew = True

    def once(self, place: Hashable, node: N) -> N:
        """A node that stands in no file: the one that was made for this place first."""
        return cast(N, self._made.setdefault(place, node))

    def container(self, kind: str, site: Hashable, item: Type = NEVER) -> tuple[Type, Cell]:
        """The type of what is made at `site` and holds such items, and its cell."""
        holder, cell = self.cells.holder(kind, (site, self.here))
        self.cells.grow(cell, item)
        return frozenset({self.cells.current(holder)}), self.cells.of(holder)

    def change(self, held: Type, key: object = None) -> None:
        """A container of this type changes, under one key or others: one of the module does so for all scripts."""
        item = f".[{key!r}]." if isinstance(key, str) else "]."  # in what was known by a key
        if self.env is not None:
            self.env = {name: known for name, known in self.env.items() if item not in f"{name}."}
        for watcher in self.frame.watchers:
            for name in [name for name in watcher if item in f"{name}."]:
                del watcher[name]
        for atom in held:
            if isinstance(atom, Holder) and not (isinstance(key, int) and key >= 0):
                self.cells.forget_places(self.cells.of(atom))
        self.module.change_container(held)

    # Types of names

    def place(self, name: str) -> Hashable:
        """Where the types of a name of this function meet."""
        return ("name", self.frame.instance.key, name)


def _stays(value: Value, changed: set[str]) -> bool:
    """Whether an operand is still what it was, once statements that set these names were executed."""
    if isinstance(value.js, js.Identifier):
        return value.js.name not in changed
    return value.is_known or isinstance(value.js, js.Literal)
