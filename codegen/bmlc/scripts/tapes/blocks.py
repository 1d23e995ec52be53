"""The block of a tape in a script: traced as one function of what it reads, with the gradients asked for behind it.

with bml.GradientTape() as tape:                    const [loss, gradients] = trainTape([x, y]);
    loss = loss_fn(y, model(x))               =>    …
gradients = tape.gradient(loss, variables)

A pass over the script meets the block before it meets `tape.gradient`: what is asked for is known from the last pass.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from bmlc.scripts.kinds import kind_of
from bmlc.scripts.names.naming import bind, read_local
from bmlc.scripts.names.targets import assign
from bmlc.scripts.program.device import call_traced
from bmlc.scripts.program.host_types import TapeType
from bmlc.scripts.rows.calls import Call
from bmlc.scripts.rows.table import row
from bmlc.scripts.source import set_names
from bmlc.scripts.tapes.effects import refuse_effects
from bmlc.scripts.tapes.inputs import Inputs, is_static
from bmlc.scripts.tapes.order import is_repeated, mentions, read_first, set_between, statement_lists
from bmlc.scripts.tapes.refusals import refuse_host_effects
from bmlc.scripts.types import NEVER, UNSET, Atom, BuiltinName, Holder, Program, Tuple, Type, atom_of
from bmlc.scripts.values import Value
from bmlc.scripts.visit import PoisonedError, Visit

__all__ = ["Block", "gradient", "is_tape", "lower_tape"]

_OPERATIONS = ast.BinOp | ast.UnaryOp | ast.Compare | ast.operator | ast.unaryop | ast.cmpop
_TAPE = frozenset({BuiltinName("bml.GradientTape")})


@dataclass
class Asked:
    """A call of `gradient`: the name that holds what it gives, and what is known now among what it names."""

    node: ast.Call
    name: str
    static: dict[str, Value] = field(default_factory=dict)

    @property
    def local(self) -> str:
        """The name in the traced function."""
        return self.name.replace("@", "_")


@dataclass(eq=False)
class Block:
    """A block with its tapes, and what is asked of these behind it; `own` are the names that it sets."""

    node: ast.With
    instance: Hashable
    own: frozenset[str]
    is_met: bool = False
    asked: dict[Hashable, Asked] = field(default_factory=dict)


@row("bml.GradientTape(persistent: bool = False, watch_accessed_variables: bool = True)")
def _tape(visit: Visit, call: Call) -> Value:
    hint = "with bml.GradientTape() as tape:"
    raise visit.error("BML201", call.node, "in scripts a tape is made where its block begins", hint)


def is_tape(visit: Visit, item: ast.withitem) -> bool:
    """Whether `with` opens a tape here."""
    match item.context_expr:
        case ast.Call(ast.Name() | ast.Attribute() as function):
            with visit.filling():
                return visit.expression(function).type == _TAPE
    return False


def lower_tape(visit: Visit, node: ast.With) -> None:
    """`with bml.GradientTape() as tape:`"""
    site = (node, visit.here)
    block = visit.tapes.setdefault(site, Block(node, visit.frame.instance.key, frozenset(set_names([node]))))
    tapes = _tape_names(visit, node)
    set_there = [name for name in dict.fromkeys(set_names(node.body)) if name not in tapes]
    for name in tapes:
        bind(visit, name, frozenset({Program(TapeType(site))}))
    if not block.is_met:  # what is asked behind it belongs to the function that is traced
        block.is_met = visit.cells.grew = True
        for name in set_there:
            bind(visit, name, NEVER)
        return
    numbers, others = _apart(visit, node.body)
    visit.statements(numbers)
    if visit.env is None:
        return
    set_there = [name for name in set_there if name in set_names(others)]
    own = block.own - {*set_names(numbers)}
    needed = {name for name in read_first(others, tapes) & own if not visit.env.get(name, UNSET) >= UNSET}
    inputs = Inputs(visit, node, own - needed)
    refuse_host_effects(visit, node, inputs)
    traced_part = ast.copy_location(ast.With(node.items, others or [ast.Pass()]), node)
    body: list[ast.stmt] = [inputs.transformed(traced_part)]
    for asked in block.asked.values():
        target = ast.Name(asked.local, ast.Store())
        call = inputs.transformed(asked.node, asked.static)
        body.append(ast.copy_location(ast.Assign([target], call), asked.node))
    elsewhere = _read_without(visit, [node, *(asked.node for asked in block.asked.values())])
    given = [name for name in set_there if name in needed | elsewhere]
    names = [*given, *(asked.name for asked in block.asked.values())]
    body = [*inputs.functions, *body]
    results: list[ast.expr] = [ast.Name(name.replace("@", "_"), ast.Load()) for name in names]
    body.append(ast.copy_location(ast.Return(ast.Tuple(results, ast.Load())), node))
    definition = visit.frame.instance.definition
    arguments = ast.arguments([], [ast.arg(name) for name in inputs.params], None, [], [], None, [])
    function = ast.FunctionDef(f"{definition.name}_tape", arguments, body, [])
    ast.fix_missing_locations(ast.copy_location(function, node))
    traced = visit.world.block(function, visit.file.path, definition.outermost.function, given, inputs.classes)
    refuse_effects(visit, node, traced)
    found = call_traced(visit, node, traced.function, list(inputs.params.values()))
    names = [name for name in names if name not in traced.plain]
    targets: list[ast.expr] = [ast.copy_location(ast.Name(name, ast.Store()), node) for name in names]
    assign(visit, ast.copy_location(ast.Tuple(targets, ast.Store()), node), found, node)
    for name, value in traced.plain.items():
        constant = visit.expression(ast.copy_location(ast.Constant(value), node))
        assign(visit, ast.copy_location(ast.Name(name, ast.Store()), node), constant, node)


def _apart(visit: Visit, body: Sequence[ast.stmt]) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Statements that only count with the script's numbers, and the others: traced, the first would give tensors."""
    numbers: list[ast.stmt] = []
    others: list[ast.stmt] = []
    for statement in body:
        match statement:
            case ast.Assign([ast.Name(name)], value) | ast.AugAssign(ast.Name(name), _, value):
                read = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)}
                read |= {name} if isinstance(statement, ast.AugAssign) else set()
                counts = all(
                    isinstance(each, _OPERATIONS | ast.Name | ast.Constant | ast.Load) for each in ast.walk(value)
                )
                held = {each: (visit.env or {}).get(each, NEVER) for each in read - {*set_names(numbers)}}
                counts &= bool(read) and all(of and kind_of(of) is not None for of in held.values())
                if counts and not mentions(others, name) and read.isdisjoint(set_names(others)):
                    numbers.append(statement)
                    continue
        others.append(statement)
    return numbers, others


def gradient(visit: Visit, node: ast.Call, held: TapeType) -> Value:
    """`tape.gradient(target, sources)` behind the block of the tape."""
    assert isinstance(node.func, ast.Attribute)
    block = visit.tapes[held.site]
    if node.func.attr != "gradient":
        message = f"behind its block, a tape in a script has no {node.func.attr}"
        hint = "it has gradient; call the others in its block, as in tape.watch(x)"
        raise visit.error("BML201", visit.file.name_loc(node.func), message, hint)
    if block.instance != visit.frame.instance.key or not isinstance(node.func.value, ast.Name):
        hint = "call tape.gradient in the function with the tape's block, and give away the gradients"
        raise visit.error("BML201", node, "a tape stays in the function that opens it, by its name", hint)
    again = is_repeated(visit.frame.instance.definition.node, block.node, node)
    if again and not _is_persistent(block.node, node.func.value.id):
        message = "a tape gives its gradients once: this asks for them in a loop behind its block"
        raise visit.error("BML201", node, message, "ask before the loop, or open it with persistent=True")
    key = (node, visit.here)
    asked = block.asked.get(key)
    if asked is None:
        name = _set_at_once(visit, block, node) or f"gradients@{visit.number_of(node)}"
        asked = block.asked[key] = Asked(node, name)
        visit.cells.grew = True
    for part in (*node.args, *(keyword.value for keyword in node.keywords)):
        for chain in Inputs(visit, block.node, frozenset()).chains(part):
            _check(visit, block, asked, chain)
    if visit.env is None or asked.name not in visit.env:  # of which the next pass knows
        raise PoisonedError
    return read_local(visit, node, asked.name)


def _is_persistent(block: ast.With, name: str) -> bool:
    for item in block.items:
        match item:
            case ast.withitem(ast.Call(args=args, keywords=keywords), ast.Name(found)) if found == name:
                given = [*args[:1], *(each.value for each in keywords if each.arg == "persistent")]
                return any(not isinstance(each, ast.Constant) or each.value is True for each in given)
    return True  # a tape inside the block: the trace counts


def _set_at_once(visit: Visit, block: Block, node: ast.Call) -> str | None:
    """The name that the gradients are given where nothing touches it before: it is set with those of the block."""
    match visit.frame.statement:
        case ast.Assign([ast.Name(name)], value) as statement if (
            value is node and name not in block.own and not visit.frame.watchers
        ):
            for body in statement_lists(visit.frame.instance.definition.node):
                if block.node in body and statement in body:
                    between = body[body.index(block.node) + 1 : body.index(statement)]
                    is_named = mentions(between, name) or name in visit.frame.instance.definition.captured
                    return None if is_named or len(visit.frame.steps) else name
    return None


def _check(visit: Visit, block: Block, asked: Asked, chain: ast.expr) -> None:
    """What the call names is known now, or what it was at the end of the block."""
    root = next(each.id for each in ast.walk(chain) if isinstance(each, ast.Name))
    if root not in block.own:
        with visit.filling():
            value = visit.expression(chain)
        if is_static(value):
            visit.cells.grew |= ast.unparse(chain) not in asked.static
            asked.static[ast.unparse(chain)] = value
            return
        is_made = all(isinstance(atom, Program) for atom in _leaves(value.type))
        if not is_made and any(isinstance(each, ast.Attribute) for each in ast.walk(chain)):
            message = f"{ast.unparse(chain)} may be another tensor than in the block of the tape"
            raise visit.error("BML201", asked.node, message, "give it a name before the block, and ask by that")
    held = (visit.env or {}).get(root, NEVER)
    is_part = _is_container(held) or (root != ast.unparse(chain) and atom_of(Program, held) is None)
    changed = set_between(visit.frame.instance.definition.node, block.node, asked.node, root, is_part)
    if changed is not None:
        sets = [each for each in ast.walk(visit.frame.instance.definition.node) if _sets(each, root)]
        is_first = sets == [changed]
        what = "is set" if is_first else "is used" if is_part else "is set again"
        message = f"{root} {what} between the block of the tape and its gradient"
        hint = f"ask for the gradient before line {changed.lineno}, or give the new value a name of its own"
        hint = f"set it before the block: move line {changed.lineno} up" if is_first else hint
        raise visit.error("BML201", asked.node, message, hint)


def _sets(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and name in set_names([node])


def _leaves(held: Type) -> Iterator[Atom]:
    for atom in held:
        yield from (leaf for item in atom.items for leaf in _leaves(item)) if isinstance(atom, Tuple) else (atom,)


def _is_container(held: Type) -> bool:
    return any(isinstance(atom, Holder) or (isinstance(atom, Tuple) and atom.kind == "list") for atom in held)


def _tape_names(visit: Visit, node: ast.With) -> list[str]:
    """The names of the tapes that a block, and those in it, open."""
    found: list[str] = []
    for item in (item for each in ast.walk(node) if isinstance(each, ast.With) for item in each.items):
        match item:
            case ast.withitem(ast.Call(ast.Attribute(ast.Name(name), "stop_recording"))) if name in found:
                continue
            case _ if not is_tape(visit, item):
                message = "only tapes are opened in the block of a tape, which is traced"
                raise visit.error("BML201", item.context_expr, message, "open the tape inside of it")
            case ast.withitem(_, ast.Name(name)):
                found.append(name)
            case ast.withitem(_, ast.expr() as several):
                raise visit.error("BML201", several, "a tape has one name", "with …GradientTape() as tape:")
    return found


def _read_without(visit: Visit, parts: Sequence[ast.AST]) -> set[str]:
    """The names that the function reads outside of some parts of it."""
    inside = {id(each) for part in parts for each in ast.walk(part)}
    others = [each for each in ast.walk(visit.frame.instance.definition.node) if id(each) not in inside]
    again = [each.target for each in others if isinstance(each, ast.AugAssign)]
    read = (each for each in others if isinstance(each, ast.Name) and (isinstance(each.ctx, ast.Load) or each in again))
    return {each.id for each in read}
