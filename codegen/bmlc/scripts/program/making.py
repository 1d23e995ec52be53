"""Lines that make objects of Keras's: evaluated now, with what is known now; in the browser they make variables anew.

model = build_model(units)     =>     const model = makeInstance(run, "model", [], {}, pyRandom(run));
optimizer = Adam(rate)         =>     const adam = makeInstance(run, "adam", [], { "adam/learning_rate": rate });
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping
from functools import partial, reduce
from itertools import product
from typing import Any

from bmlc.emit import js
from bmlc.scripts.fitting import plain_number
from bmlc.scripts.functions.calls import DefinitionName
from bmlc.scripts.kinds import kind_of
from bmlc.scripts.literals import tuple_of, whole_list
from bmlc.scripts.names.naming import is_local
from bmlc.scripts.program import host_types as host
from bmlc.scripts.program.apart import models_given, note_choice
from bmlc.scripts.program.crossing import as_python, from_host
from bmlc.scripts.program.dispatching import by_tests, of_each
from bmlc.scripts.program.resolving import resolved
from bmlc.scripts.program.world import Made, ObjectValue, Reference, Slot
from bmlc.scripts.rows.kinds import kind_test
from bmlc.scripts.rows.table import names_of_builtins
from bmlc.scripts.types import FLOAT, INT, NONE, BuiltinName, Program, atom_of
from bmlc.scripts.types.making import is_made, of_making, program_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = [
    "compile_made",
    "is_maker",
    "is_symbolic",
    "make",
    "make_by_function",
    "of_module",
    "of_run",
    "takes_symbols",
]

_MOST_WAYS = 16  # of one line
_QUIET = frozenset(
    "abs dict enumerate float int len list max min range reversed round sorted str sum tuple zip".split()  # noqa: SIM905
)


def is_maker(visit: Visit, function: Value) -> bool:
    """Whether a call of this makes objects of Keras's and does nothing else."""
    if isinstance(function.js, DefinitionName):
        called: Callable[..., object] | None = function.js.definition.function
        return called is not None and visit.world.makes(called)
    named = atom_of(BuiltinName, function.type) if len(function.type) == 1 else None
    return named is not None and named.name in visit.makers


def is_symbolic(value: Value) -> bool:
    """Whether it is a symbolic tensor, or holds some: a call with it makes another one."""
    if value.items is not None:
        return any(map(is_symbolic, value.items))
    return any(isinstance(atom, Program) and isinstance(atom.object, host.SymbolType) for atom in value.type)


def takes_symbols(visit: Visit, node: ast.Call) -> bool:
    """Whether a call of something that is made here is given symbolic tensors, so that nothing runs."""
    names = [each for part in (*node.args, *node.keywords) for each in ast.walk(part) if isinstance(each, ast.Name)]
    with visit.filling():
        return any(is_symbolic(visit.expression(each)) for each in names if is_local(visit, each.id))


class _NotKnownError(Exception):
    """An argument is known only as the script runs."""


def make_by_function(visit: Visit, node: ast.Call) -> Value | None:
    """A call of a function of the file that makes objects; None where it is to be compiled, as its arguments decide."""
    start = len(visit.frame.code)
    try:
        return make(visit, node, may_be_compiled=True)
    except _NotKnownError:
        del visit.frame.code[start:]
        return None


def make(visit: Visit, node: ast.Call, may_be_compiled: bool = False) -> Value:
    """What the line gives: an object, or a tuple, list or dictionary of such; all of them are one instance."""
    known = _Known(visit, node, may_be_compiled)
    whole = known.called(node)

    def made_now() -> Value:
        made = _made(visit, node, known, whole)
        if not made.objects:  # losses and schedules have no variables
            return _part(visit, node, made.result, "", js.Literal(None))
        return _structure(visit, node, made, _instance(visit, made, known))

    return by_tests(visit, node, known.ways(made_now))


def compile_made(visit: Visit, node: ast.Call, model: Value) -> Value:
    """`model.compile(…)` of a model that a script makes: the optimizer and the metrics become parts of it."""

    def compile_each(each: Value) -> Value:
        known = _Known(visit, node, compiles=True)
        compiled = program_of(each.type, host.ModelType)
        assert compiled is not None
        known.names["model"] = Reference(compiled)
        whole = known.called(node, node.func)
        whole.func = ast.copy_location(ast.Attribute(ast.Name("model", ast.Load()), "compile", ast.Load()), node.func)

        def made_now() -> Value:
            made = _made(visit, node, known, ast.fix_missing_locations(whole), compiled)
            part = _instance(visit, made, known)
            return Value(NONE, of_run(visit, "attachPart", each.js, part, *known.optimizers.values()))

        return by_tests(visit, node, known.ways(made_now))

    return of_each(visit, node, model, compile_each)


def _made(visit: Visit, node: ast.Call, known: _Known, expression: ast.expr, compiles: Any = None) -> Made:
    function = visit.frame.instance.definition.outermost.function
    steps = *visit.frame.steps, *models_given(visit)
    return visit.world.make(expression, known.names, function, visit.loc(node), steps, compiles)


def _instance(visit: Visit, made: Made, known: _Known) -> js.Expression:
    settings = [js.Property(variable, plain_number(known.slots[name]).js) for name, variable in made.settings]
    given: list[js.Expression] = [
        js.Literal(made.name),
        js.Array(tuple(known.parts.values())),
        js.Object(tuple(settings)),
    ]
    if made.draws:
        given.append(visit.call_helper("pyRandom", js.name("run")))
    elif not settings:
        given = given[: 2 if known.parts else 1]
    return of_run(visit, "makeInstance", *given)


def of_run(visit: Visit, helper: str, *given: js.Expression) -> js.Expression:
    """A call of a helper that takes the run."""
    visit.uses_run = True
    return visit.call_helper(helper, js.name("run"), *given)


class _Known(ast.NodeTransformer):
    """An expression for Python, with names of ours for what the script knows.

    Attributes:
        names: What they stand for.
        slots: Those that only the running script knows.
        parts: Instances among them, in JavaScript.
        optimizers: Those among them; of the file by their names.
        choices: Those that are one of several constants or objects, with the test for each.
    """

    def __init__(self, visit: Visit, node: ast.Call, may_be_compiled: bool = False, compiles: bool = False) -> None:
        self._compiles = compiles
        self._visit, self._node, self._may_be_compiled = visit, node, may_be_compiled
        self._bound: set[str] = set()  # by comprehensions and lambdas of the expression
        self.names: dict[str, Any] = {}
        self.slots: dict[str, Value] = {}
        self.parts: dict[str, js.Expression] = {}
        self.optimizers: dict[str, js.Expression] = {}
        self.choices: dict[str, list[tuple[js.Expression, Any]]] = {}
        self._rates: set[ast.AST] = set()

    def ways(self, evaluate: Callable[[], Value]) -> list[tuple[js.Expression, Callable[[], Value]]]:
        """`evaluate` for each combination of what the names may stand for, with its test."""
        found: list[tuple[js.Expression, Callable[[], Value]]] = []
        for combination in product(*self.choices.values()):
            names = dict(zip(self.choices, (constant for _, constant in combination), strict=True))
            tests = [test for test, _ in combination] or [js.Literal(True)]
            whole = reduce(partial(js.Binary, "&&"), tests)
            found.append((whole, partial(self._with, names, evaluate)))
        if len(found) > _MOST_WAYS:
            message = f"this line would make {len(found)} different objects"
            raise self._visit.error("BML207", self._node, message, f"at most {_MOST_WAYS} are made in one line")
        return found

    def _with(self, names: Mapping[str, Any], evaluate: Callable[[], Value]) -> Value:
        self.names |= names
        return evaluate()

    def called(self, node: ast.Call, func: ast.expr | None = None) -> ast.Call:
        """A call that Python makes now, of what it names or of `func`."""
        whole = copy.deepcopy(node)
        self._mark_rates(whole)
        whole.func = func or self.visit(whole.func)
        whole.args = [self.visit(argument) for argument in whole.args]
        whole.keywords = [self.visit(keyword) for keyword in whole.keywords]
        return whole

    def visit(self, node: ast.AST) -> Any:
        match node:
            case ast.Name():
                return self._ours(node) if self._is_local(node) else self._of_file(node)
            case ast.Attribute() | ast.Subscript():
                return self._ours(node) if self._is_local(_root(node)) else self.generic_visit(node)
            case ast.Call():
                return self._called_now(node) if self._is_quiet(node.func) else self._ours(node)
            case ast.BinOp() | ast.UnaryOp() | ast.IfExp():
                return self._computed(node)
            case ast.ListComp() | ast.GeneratorExp() | ast.Lambda():
                return self._binding(node)
        return self.generic_visit(node)

    def _of_file(self, node: ast.Name) -> ast.Name:
        function = self._visit.frame.instance.definition.outermost.function
        found = self._visit.world.resolve(node.id, function) if self._compiles else None
        if isinstance(found, ObjectValue) and isinstance(found.type, host.OptimizerType):
            self.optimizers[found.name] = js.Literal(found.name)
        return node

    def _called_now(self, node: ast.Call) -> ast.AST:
        self._mark_rates(node)
        return self.generic_visit(node)

    def _mark_rates(self, node: ast.Call) -> None:
        """What an optimizer is given as its rate may be known as the script runs."""
        function = of_module(self._visit, node.func)
        named = None if function is None else atom_of(BuiltinName, function.type)
        if named is not None and named.name.startswith("keras.optimizers.") and named.name.count(".") == 2:
            self._rates |= {*node.args[:1], *(each.value for each in node.keywords if each.arg == "learning_rate")}

    def _computed(self, node: ast.expr) -> ast.AST:
        """What is not known yet is computed by the script, as a whole."""
        names, slots, start = dict(self.names), dict(self.slots), len(self._visit.frame.code)
        found = self.generic_visit(copy.deepcopy(node))
        if len(self.slots) == len(slots):
            return found
        self.names, self.slots = names, slots
        del self._visit.frame.code[start:]
        return self._ours(node)

    def _binding(self, node: ast.expr) -> ast.AST:
        """Names that it sets itself are Python's."""
        stored = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        new = stored | {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        before, self._bound = self._bound, self._bound | new
        found = self.generic_visit(node)
        self._bound = before
        return found

    def _is_local(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id not in self._bound and is_local(self._visit, node.id)

    def _is_quiet(self, func: ast.expr) -> bool:
        """Whether Python may evaluate a call now: of Keras, or of what only computes."""
        if isinstance(func, ast.Call):
            return self._is_quiet(func.func)  # layers.Dense(4)(x)
        root = _root(func)
        if isinstance(root, ast.Name) and root.id in self._bound:
            return True
        value = of_module(self._visit, func)
        if value is None or is_maker(self._visit, value):
            return value is not None
        named = atom_of(BuiltinName, value.type)
        return named is not None and (named.name in _QUIET or named.name.startswith(("keras.", "math.")))

    def _ours(self, node: ast.expr) -> ast.expr:
        name, value = f"made_{len(self.names)}", self._visit.expression(node)
        constants = self._visit.known.all_of(value)
        if node in self._rates and not value.is_known and kind_of(value.type) is not None:
            self.names[name] = self.python(value, node, name)  # one compile serves all rates
        elif len(constants) > 1 and len({type(each) for each in constants}) == 1:
            note_choice(self._visit, node, compiles=self._compiles)
            value = self._visit.simple(value)
            tests = [js.Binary("===", value.js, js.Literal(each)) for each in constants]
            self.choices[name] = list(zip(tests, constants, strict=True))
            self.names[name] = constants[0]
        elif len(value.type) > 1 and is_made(value.type):
            value = self._visit.simple(value)
            self.choices[name] = [
                (kind_test(self._visit, value, list(one.type)), self.python(one, node)) for one in value.each
            ]
            self.names[name] = self.choices[name][0][1]
        else:
            self.names[name] = constants[0] if constants else self.python(self._visit.hold(value), node, name)
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def python(self, value: Value, node: ast.AST, slot: str = "") -> Any:
        """What Python has in the place of a value of the script."""
        return as_python(value, lambda each: self._leaf(each, node, slot if each is value else ""))

    def _leaf(self, value: Value, node: ast.AST, slot: str) -> Any:
        program = atom_of(Program, value.type) if len(value.type) == 1 else None
        if program is not None and isinstance(program.object, host.OfProgram):
            if program.making:
                self.parts[repr(value.js)] = value.js
            if isinstance(program.object, host.OptimizerType):
                written = value.js if program.making else js.Literal(program.object.name)
                self.optimizers[repr(written)] = written
            return Reference(program.object)
        named = atom_of(BuiltinName, value.type) if len(value.type) == 1 else None
        if named is not None and named.name in self._visit.makers:
            return Reference(host.BuiltinType(named.name, makes=True))
        if not value.type:
            raise PoisonedError
        if slot and kind_of(value.type) is not None and value.type <= FLOAT | INT:
            self.slots[slot] = value
            return Slot(host.FLOAT, ast.unparse(node) if isinstance(node, ast.expr) else "")
        text = ast.unparse(node) if isinstance(node, ast.expr) else "it"
        what = self._visit.described(value.type)
        message = f"expected {text} to be known when you build, as it decides what is made here, received {what}"
        hint = "write the value there, or go through some that are written out: for x in (4, 8)"
        raise _NotKnownError if self._may_be_compiled else self._visit.error("BML207", node, message, hint)


def of_module(visit: Visit, func: ast.expr) -> Value | None:
    """What a name of the module, or of a module that it imports, is; None for all else."""
    match func:
        case ast.Name(name):
            function = visit.frame.instance.definition.outermost.function
            is_known = name in names_of_builtins() or visit.world.resolve(name, function) is not None
            if is_local(visit, name) or not is_known:
                return None
        case ast.Attribute(owner):
            module = of_module(visit, owner)
            if module is None or atom_of(BuiltinName, module.type) is None:
                return None
        case _:
            return None
    return visit.attempt(lambda: visit.expression(func))


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


# What it gives


def _structure(visit: Visit, node: ast.AST, made: Made, instance: js.Expression) -> Value:
    held = frozenset({Program(made.objects[0], made.name)})
    if isinstance(made.result, ObjectValue):
        return Value(held, instance, fresh=True)
    whole = visit.named(Value(held, instance, fresh=True), made.name)
    return _part(visit, node, made.result, made.name, whole.js)


def _part(visit: Visit, node: ast.AST, result: Any, making: str, instance: js.Expression) -> Value:
    match result:
        case tuple() | list():
            parts = [_part(visit, node, each, making, instance) for each in result]
            return tuple_of(visit, parts) if isinstance(result, tuple) else whole_list(visit, parts)
        case dict():
            raise visit.error("BML201", node, "scripts do not have dictionaries of objects of Keras's", "give a tuple")
        case ObjectValue(_, known) if making:
            return Value(of_making(from_host(visit, known, node), making), instance)
    return resolved(visit, node, result, "what this line makes")
