"""Managed scripts as Python again, so that a model of memory can run them: what they mean, without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bmlc.frontend import host

__all__ = ["python_text"]


def python_text(script: host.Script) -> str:
    """`def main(run, …)`, with the references that the ownership passes count spelled as calls of `run`."""
    lines = [f"def {script.name}({', '.join(['run', *(param.name for param in script.params)])}):"]
    lines += _function(script.body, script.owned)
    return "\n".join(lines) + "\n"


def _function(body: Sequence[host.Statement], owned: Sequence[str]) -> list[str]:
    if not owned:
        return _indented(_block(body))
    names = ", ".join(owned)
    inner = [f"{' = '.join(owned)} = None", "try:", *_indented(_block(body)), "finally:", f"    run.drop({names})"]
    return _indented(inner)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _block(body: Sequence[host.Statement]) -> list[str]:
    return [line for node in body for line in _statement(node)] or ["pass"]


def _statement(node: Any) -> list[str]:
    match node:
        case host.Discard(host.SetSlice(value, owner, start, stop, step)):
            bounds = ":".join("" if part is None else _text(part) for part in (start, stop, step))
            place = f"{_text(owner)}[{bounds}]"
            return [f"del {place}" if value is None else f"{place} = {_text(value)}"]
        case host.Discard(value):
            return [_text(value)]
        case host.Assign(targets, value, _, replaces):
            assigned = _text(value)
            if replaces:
                assigned = f"run.replace(({', '.join(replaces)},), lambda: {assigned})"
            return [f"{' = '.join(map(_target, targets))} = {assigned}"]
        case host.Drop(names):
            return [f"{', '.join(names)}, = run.drop({', '.join(names)})"]
        case host.Clear(names):
            return [f"{' = '.join(names)} = None"]
        case host.Return(value):
            return ["return" if value is None else f"return {_text(value)}"]
        case host.If(test, then, otherwise):
            tail = ["else:", *_indented(_block(otherwise))] if otherwise else []
            return [f"if {_text(test)}:", *_indented(_block(then)), *tail]
        case host.While(test, body, otherwise):
            tail = ["else:", *_indented(_block(otherwise))] if otherwise else []
            return [f"while {_text(test)}:", "    run.gate()", *_indented(_block(body)), *tail]
        case host.For(target, iterable, body, otherwise):
            tail = ["else:", *_indented(_block(otherwise))] if otherwise else []
            if isinstance(iterable.type, host.DatasetType):
                head = [f"for {_target(target)} in run.each({_text(iterable)}):"]
            else:
                head = [f"for {_target(target)} in {_text(iterable)}:", "    run.gate()"]
            return [*head, *_indented(_block(body)), *tail]
        case host.Break():
            return ["break"]
        case host.Continue():
            return ["continue"]
        case host.Try(body, handlers, otherwise, final):
            lines = ["try:", *_indented(_block(body))]
            for handler in handlers:
                kinds = f"({', '.join(handler.exceptions)},)" if handler.exceptions else "Exception"
                name = f" as {handler.name}" if handler.name else ""
                lines += [f"except {kinds}{name}:", *_indented(_block(handler.body))]
            lines += ["else:", *_indented(_block(otherwise))] if otherwise else []
            return [*lines, *(["finally:", *_indented(_block(final))] if final else [])]
        case host.Guarded(body, names):
            cleared = f"{', '.join(names)}, = run.drop({', '.join(names)})"
            return ["try:", *_indented(_block(body)), "except BaseException:", f"    {cleared}", "    raise"]
        case host.Raise(exception, _):
            return [f"raise {_text(exception)}"]
        case host.Reraise():
            return ["raise"]
        case host.Assert(test, message):
            return [f"assert {_text(test)}" + ("" if message is None else f", {_text(message)}")]
        case host.Timed(_, _, body):
            return ["if True:", *_indented(_block(body))]
        case host.Define(name, params, _, _, body):
            return [f"def {name}({', '.join(params)}):", *_function(body, node.owned)]
        case host.DeleteItem(owner, index):
            return [f"del {_text(owner)}[{_text(index)}]"]
        case _:
            raise TypeError(f"{type(node).__name__} has no Python text")


def _target(target: host.Target) -> str:
    match target:
        case host.NameTarget(name):
            return name
        case host.ItemTarget(owner, index):
            return f"{_text(owner)}[{_text(index)}]"
        case host.TupleTarget(items):
            return f"({', '.join(map(_target, items))},)"


def _text(node: Any) -> str:
    match node:
        case host.Constant(value):
            return repr(value)
        case host.Local(name) | host.ProgramObject(name):
            return name
        case host.ListLiteral(items):
            return f"[{', '.join(map(_text, items))}]"
        case host.TupleLiteral(items):
            return f"({''.join(f'{_text(item)}, ' for item in items)})"
        case host.DictLiteral(items):
            return f"{{{', '.join(f'{_text(key)}: {_text(value)}' for key, value in items)}}}"
        case host.FormattedString(parts):
            return f"''.join([{', '.join(map(_text, parts))}])"
        case host.FormattedValue(value):
            return f"str({_text(value)})"
        case host.Comprehension(key, element, clauses):
            head = _text(element) if key is None else f"{_text(key)}: {_text(element)}"
            loops = " ".join(
                f"for {_target(clause.target)} in {_text(clause.iterable)}"
                + "".join(f" if {_text(condition)}" for condition in clause.conditions)
                for clause in clauses
            )
            return f"[{head} {loops}]" if key is None else f"{{{head} {loops}}}"
        case host.Lambda(params, body):
            return f"(lambda {', '.join(params)}: {_text(body)})"
        case host.Index(owner, index):
            return f"{_text(owner)}[{_text(index)}]"
        case host.Item(owner, key):
            return f"{_text(owner)}[{key!r}]"
        case host.Slice(owner, start, stop, step):
            bounds = ":".join("" if part is None else _text(part) for part in (start, stop, step))
            return f"{_text(owner)}[{bounds}]"
        case host.Arithmetic(operator, left, right):
            return f"({_text(left)} {operator} {_text(right)})"
        case host.Compare(operands, operators):
            words = [operator.replace("-", " ") for operator in operators]
            pairs = zip(words, operands[1:], strict=True)
            return f"({_text(operands[0])}{''.join(f' {word} {_text(operand)}' for word, operand in pairs)})"
        case host.Logical(operator, left, right):
            return f"({_text(left)} {operator} {_text(right)})"
        case host.Not(operand):
            return f"(not {_text(operand)})"
        case host.Negate(operand):
            return f"(-{_text(operand)})"
        case host.Conditional(test, then, otherwise):
            return f"({_text(then)} if {_text(test)} else {_text(otherwise)})"
        case host.Builtin("max" | "min" as name, arguments=[values, key, *_]) if isinstance(key, host.Lambda):
            return f"{name}({_text(values)}, key={_text(key)})"
        case host.Builtin(name, arguments):
            return f"{name}({', '.join(_text(each) for each in arguments if each is not None)})"
        case host.Method(owner, name, arguments):
            return f"{_text(owner)}.{name}({', '.join(_text(each) for each in arguments if each is not None)})"
        case host.Invoke(function, arguments):
            return f"{function}({', '.join(map(_text, arguments))})"
        case host.MethodCall(owner, method, positional):
            return f"{_text(owner)}.{method}({', '.join(map(_text, positional))})"
        case host.RunCall(method, arguments, options):
            named = [f"{key}={_text(value)}" for key, value in options]
            return f"run.{method}({', '.join([*map(_text, arguments), *named])})"
        case host.TensorCall(function, inputs):
            return f"run.call({function!r}, [{', '.join(map(_text, inputs))}], {_structure(node.type)})"
        case host.Read(tensor):
            return f"run.read({_text(tensor)})"
        case host.Retain(value):
            return f"run.retain({_text(value)})"
        case host.Adopt(value):
            return f"run.adopt({_text(value)})"
        case host.Exchange(owner, index, value):
            return f"run.exchange({_text(owner)}, {_text(index)}, {_text(value)})"
        case host.TakeItem(owner, index):
            return f"run.take_item({_text(owner)}, {_text(index)})"
        case host.TakeAll(owner):
            return f"run.take_all({_text(owner)})"
        case _:
            raise TypeError(f"{type(node).__name__} has no Python text")


def _structure(host_type: host.HostType) -> str:
    """What a tensor function gives: 0 for a tensor."""
    match host.resolve(host_type):
        case host.TupleType(items):
            return f"({''.join(f'{_structure(item)}, ' for item in items)})"
        case host.FixedListType(items):
            return f"[{', '.join(map(_structure, items))}]"
        case host.TensorValue():
            return "0"
        case _:
            return "None"
