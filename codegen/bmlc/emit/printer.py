"""Prints JavaScript nodes: two spaces, double quotes, lines of at most 110 columns, deterministic."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bmlc.emit import js
from bmlc.emit.layout import WIDTH, broken_list, filled_list, is_long, lines_of
from bmlc.emit.source_map import SourceMap
from bmlc.ir.loc import Loc

__all__ = ["Printed", "js_number", "print_expression", "print_module"]

_LINE_END = re.compile("[\n\r\u2028\u2029]")  # what ends a line, and with it a comment, in JavaScript
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z", re.ASCII)

# What binds tighter has the larger number (MDN's table, the part that we use).
_PRECEDENCE = {
    "??": 3, "||": 3, "&&": 4, "|": 5, "^": 6, "&": 7, "===": 8, "!==": 8, "<": 9, "<=": 9, ">": 9, ">=": 9,
    "in": 9, "instanceof": 9, "<<": 10, ">>": 10, ">>>": 10, "+": 11, "-": 11, "*": 12, "/": 12, "%": 12, "**": 13,
}  # fmt: skip
_ARROW, _CONDITIONAL, _UNARY, _POSTFIX, _PRIMARY = 1, 2, 14, 17, 18


@dataclass(frozen=True)
class Printed:
    """A module's text and its source map."""

    code: str
    source_map: SourceMap


def print_module(body: Sequence[js.Statement], source: Path) -> Printed:
    """Print `body`; the map points into `source`, the user's file."""
    printer = _Printer(SourceMap(source))
    printer.statements(body, 0)
    return Printed("\n".join(printer.lines) + "\n", printer.map)


def print_expression(node: js.Expression) -> str:
    """`node` on as many lines as it needs, at the left margin."""
    return _expression(node, 0, 0)


class _Printer:
    def __init__(self, source_map: SourceMap) -> None:
        self.lines: list[str] = []
        self.map = source_map

    def write(self, text: str, indent: int, loc: Loc | None = None) -> None:
        """Append the lines of `text`; inner lines already carry their own indentation."""
        pad = "  " * indent
        for number, line in enumerate(text.split("\n")):
            whole = line if number else pad + line
            self.map.add(len(self.lines), len(whole) - len(whole.lstrip()), loc)
            self.lines.append(whole.rstrip())

    def statements(self, body: Sequence[js.Statement], indent: int) -> None:
        for node in body:
            self.statement(node, indent)

    def statement(self, node: js.Statement, indent: int) -> None:
        def text(expression: js.Expression, used: int) -> str:
            return _expression(expression, indent, used)

        match node:
            case js.Blank():
                self.lines.append("")
            case js.Comment(content):
                for line in _LINE_END.split(content):
                    self.write(f"// {line}", indent)
            case js.Import(names, module):
                self.write(f"import {{ {', '.join(names)} }} from {_string(module)};", indent)
            case js.ExportFrom(names, module):
                self.write(f"export {{ {', '.join(names)} }} from {_string(module)};", indent)
            case js.Declare(kind, target, init, loc, export):
                head = f"{'export ' if export else ''}{kind} {_pattern(target)}"
                tail = "" if init is None else f" = {text(init, len(head) + 4)}"
                self.write(f"{head}{tail};", indent, loc)
            case js.DeclareNames(names):
                for line in lines_of([each.name for each in names], WIDTH - 2 * indent - len("let ;")):
                    self.write(f"let {line};", indent)
            case js.Assign(target, operator, assigned, loc):
                left = _long_pattern(target, indent) if isinstance(target, js.ArrayPattern) else text(target, 0)
                head = f"{left} {operator} "
                used = len(head.rpartition("\n")[2]) - (2 * indent if "\n" in head else 0)
                self.write(f"{head}{text(assigned, used)};", indent, loc)
            case js.ExpressionStatement(expression, loc):
                self.write(f"{text(expression, 1)};", indent, loc)
            case js.Return(returned, loc):
                self.write("return;" if returned is None else f"return {text(returned, 8)};", indent, loc)
            case js.Throw(thrown, loc):
                self.write(f"throw {text(thrown, 7)};", indent, loc)
            case js.Break(loc, label):
                self.write("break;" if label is None else f"break {label};", indent, loc)
            case js.Continue(loc):
                self.write("continue;", indent, loc)
            case js.Block(body):
                self.write("{", indent)
                self.statements(body, indent + 1)
                self.write("}", indent)
            case js.If():
                self._if(node, indent, "")
            case js.ForOf(target, iterable, body, is_await, loc, kind):
                declared = _pattern(target) if kind is None else f"{kind} {_pattern(target)}"
                head = f"for {'await ' if is_await else ''}({declared} of {text(iterable, 20)}) {{"
                self.write(head, indent, loc)
                self._close(body, indent)
            case js.While(test, body, loc):
                self.write(f"while ({_condition(test, indent, 8)}) {{", indent, loc)
                self._close(body, indent)
            case js.Labeled(label, body):
                self.write(f"{label}: {{", indent)
                self._close(body, indent)
            case js.Try():
                self._try(node, indent)
            case js.FunctionNode():
                prefix = f"{'export ' if node.export else ''}{'async ' if node.is_async else ''}function"
                head = f"{prefix}{'*' if node.is_generator else ''} {node.name}("
                self.write(f"{head}{_params(node.params, indent, len(head) + 4)}) {{", indent, node.loc)
                self._close(node.body, indent)
            case js.ClassNode():
                self._class(node, indent)

    def _class(self, node: js.ClassNode, indent: int) -> None:
        base = "" if node.base is None else f" extends {_expression(node.base, indent, 0)}"
        self.write(f"class {node.name}{base} {{", indent, node.loc)
        for field in node.fields:
            self.write(f"{field.key} = {_expression(field.value, indent + 1, 0)};", indent + 1)
        for number, each in enumerate(node.methods):
            if number or node.fields:
                self.lines.append("")
            head = f"{'async ' if each.is_async else ''}{'*' if each.is_generator else ''}{each.name}("
            self.write(f"{head}{_params(each.params, indent + 1, len(head) + 4)}) {{", indent + 1, each.loc)
            self._close(each.body, indent + 1)
        self.write("}", indent)

    def _if(self, node: js.If, indent: int, prefix: str) -> None:
        if not isinstance(node.then, js.Block):
            inner = _Printer(SourceMap(Path()))
            inner.statement(node.then, indent)
            only = "\n".join(inner.lines).lstrip()
            self.write(f"{prefix}if ({_condition(node.test, indent, 5)}) {only}", indent, node.loc)
            return
        self.write(f"{prefix}if ({_condition(node.test, indent, 5)}) {{", indent, node.loc)
        self.statements(node.then.body, indent + 1)
        match node.otherwise:
            case None:
                self.write("}", indent)
            case js.If():
                self._if(node.otherwise, indent, "} else ")
            case js.Block():
                self.write("} else {", indent)
                self._close(node.otherwise, indent)

    def _try(self, node: js.Try, indent: int) -> None:
        self.write("try {", indent, node.loc)
        self.statements(node.body.body, indent + 1)
        if node.handler is not None:
            self.write("} catch {" if node.param is None else f"}} catch ({node.param}) {{", indent)
            self.statements(node.handler.body, indent + 1)
        if node.final is not None:
            self.write("} finally {", indent)
            self.statements(node.final.body, indent + 1)
        self.write("}", indent)

    def _close(self, block: js.Block, indent: int) -> None:
        self.statements(block.body, indent + 1)
        self.write("}", indent)


def _expression(node: js.Expression, indent: int, used: int) -> str:
    """`node` on one line if it fits after `used` columns, else its outermost list broken, an item a line."""
    if not is_long(node):
        flat = _flat(node)
        if "\n" not in flat and 2 * indent + used + len(flat) + 1 <= WIDTH:
            return flat
    match node:
        case js.Call(callee, arguments) | js.New(callee, arguments) if arguments:
            head = ("new " if isinstance(node, js.New) else "") + _flat(callee, _POSTFIX) + "("
            last = arguments[-1]
            if isinstance(last, js.Object | js.Array | js.Arrow):  # hug: `f(a, {` … `})`
                lead = "".join(f"{_flat(argument)}, " for argument in arguments[:-1])
                if "\n" not in lead and 2 * indent + used + len(head) + len(lead) < WIDTH:
                    return head + lead + _expression(last, indent, WIDTH) + ")"
            if all(isinstance(argument, js.Identifier) for argument in arguments):
                return head + filled_list([_flat(argument) for argument in arguments], indent) + ")"
            return head + broken_list([_expression(a, indent + 1, 0) for a in arguments], indent) + ")"
        case js.Array(elements) if elements:
            return "[" + broken_list([_expression(e, indent + 1, 0) for e in elements], indent) + "]"
        case js.Object(properties) if properties:
            return "{" + broken_list([_property(p, indent + 1) for p in properties], indent) + "}"
        case js.Await(awaited, keyword):
            return f"{keyword} " + _expression(awaited, indent, used + len(keyword) + 1)
        case js.Binary(operator, left, right):
            level = _PRECEDENCE[operator]
            return f"{_flat(left, level)} {operator} {_flat(right, level + 1)}"
        case js.Arrow(body=js.Block() as block):
            return _head(node) + _block(block, indent)
        case _:
            return _flat(node)


def _condition(node: js.Expression, indent: int, used: int) -> str:
    """A test in parentheses: a long chain of `&&` or `||` has a line for each part."""
    if not isinstance(node, js.Binary) or 2 * indent + used + len(_flat(node)) + 2 <= WIDTH:
        return _expression(node, indent, used)
    level, parts = _PRECEDENCE[node.operator] + 1, list[str]()
    first: js.Expression = node
    while isinstance(first, js.Binary) and first.operator == node.operator and node.operator in ("&&", "||"):
        parts, first = [_flat(first.right, level), *parts], first.left
    pad = "\n" + "  " * (indent + 1)
    return pad + f" {node.operator}{pad}".join([_flat(first, level), *parts]) + "\n" + "  " * indent


def _property(node: js.Property | js.Method | js.Spread | js.Comment, indent: int) -> str:
    match node:
        case js.Comment(text):
            return f"// {_LINE_END.sub(' ', text)}"
        case js.Spread(spread):
            return f"...{_expression(spread, indent, 3)}"
        case js.Method(function):
            prefix = "async " if function.is_async else ""
            return f"{prefix}{_key(function.name)}({_params(function.params)}) {_block(function.body, indent)}"
        case js.Property(key, js.Identifier(same)) if key == same:
            return key
        case js.Property(key, item):
            return f"{_key(key)}: {_expression(item, indent, len(key) + 3)}"


def _block(block: js.Block, indent: int) -> str:
    printer = _Printer(SourceMap(Path()))
    printer.statements(block.body, indent + 1)
    return "\n".join(["{", *printer.lines, "  " * indent + "}"])


def _flat(node: js.Expression, level: int = 0) -> str:
    """`node` on one line (blocks excepted), in parentheses where it binds weaker than `level`."""
    text, own = _flat_with_precedence(node)
    return f"({text})" if own < level else text


def _flat_with_precedence(node: js.Expression) -> tuple[str, int]:
    match node:
        case js.Identifier(identifier):
            return identifier, _PRIMARY
        case js.Literal(literal):
            text = _literal(literal)
            return text, _UNARY if text.startswith("-") else _PRIMARY
        case js.Template(texts, values):
            parts = [_template_text(texts[0])]
            for item, after in zip(values, texts[1:], strict=True):
                parts += ["${", _flat(item), "}", _template_text(after)]
            return f"`{''.join(parts)}`", _PRIMARY
        case js.Member(owner, key):
            base = f"({_flat(owner)})" if isinstance(owner, js.Literal) else _flat(owner, _POSTFIX)
            return (f"{base}.{key}" if _IDENTIFIER.match(key) else f"{base}[{_string(key)}]"), _PRIMARY
        case js.Index(owner, index):
            return f"{_flat(owner, _POSTFIX)}[{_flat(index)}]", _PRIMARY
        case js.Call(callee, arguments):
            return f"{_flat(callee, _POSTFIX)}({', '.join(map(_flat, arguments))})", _PRIMARY
        case js.New(callee, arguments):
            return f"new {_flat(callee, _POSTFIX)}({', '.join(map(_flat, arguments))})", _PRIMARY
        case js.Array(elements):
            return f"[{', '.join(map(_flat, elements))}]", _PRIMARY
        case js.Object(properties):
            if not properties:
                return "{}", _PRIMARY
            if any(isinstance(item, js.Comment | js.Method) for item in properties):
                return "{" + broken_list([_property(p, 1) for p in properties], 0) + "}", _PRIMARY
            return "{ " + ", ".join(_flat_property(p) for p in properties) + " }", _PRIMARY
        case js.Unary(operator, operand):
            space = " " if operator.isalpha() else ""
            return f"{operator}{space}{_flat(operand, _UNARY + 1)}", _UNARY
        case js.Binary(operator, left, right):
            own = _PRECEDENCE[operator]
            # ** groups to the right and takes no unary operand on its left; the others group to the left.
            first, second = (_UNARY + 1, own) if operator == "**" else (own, own + 1)
            return f"{_flat(left, first)} {operator} {_flat(right, second)}", own
        case js.Conditional(test, then, otherwise):
            return f"{_flat(test, 3)} ? {_flat(then)} : {_flat(otherwise)}", _CONDITIONAL
        case js.Await(awaited, keyword):
            return f"{keyword} {_flat(awaited, _UNARY)}", _UNARY if keyword == "await" else _ARROW
        case js.Spread(spread):
            return f"...{_flat(spread)}", _ARROW
        case js.Arrow(body=body):
            if isinstance(body, js.Block):
                return _head(node) + _block(body, 0), _ARROW
            text = _flat(body)
            return _head(node) + (f"({text})" if isinstance(body, js.Object) else text), _ARROW


def _head(node: js.Arrow) -> str:
    params = _params(node.params)
    return f"function* ({params}) " if node.is_generator else f"{'async ' if node.is_async else ''}({params}) => "


def _flat_property(node: js.Property | js.Method | js.Spread | js.Comment) -> str:
    match node:
        case js.Property(key, item) if item != js.Identifier(key):
            return f"{_key(key)}: {_flat(item)}"
        case _:
            return _property(node, 0)


def _pattern(node: js.Pattern | js.Rest) -> str:
    match node:
        case js.Rest(js.Identifier(identifier)):
            return f"...{identifier}"
        case js.Identifier(identifier):
            return identifier
        case js.ArrayPattern(elements):
            return f"[{', '.join(map(_pattern, elements))}]"
        case js.ObjectPattern(properties):
            return (
                "{ " + ", ".join(_pattern_property(key, item) for key, item in properties) + " }"
                if properties
                else "{}"
            )
        case js.Default(target, init):
            return f"{_pattern(target)} = {_flat(init)}"


def _pattern_property(key: str, item: js.Pattern) -> str:
    bare = item.target if isinstance(item, js.Default) else item
    return _pattern(item) if bare == js.Identifier(key) else f"{_key(key)}: {_pattern(item)}"


def _params(params: Sequence[js.Pattern | js.Rest], indent: int = 0, used: int = -WIDTH * 100) -> str:
    """Parameters on one line if they fit after `used` columns, else one a line, long patterns broken in turn."""
    flat = ", ".join(map(_pattern, params))
    if 2 * indent + used + len(flat) <= WIDTH:
        return flat
    lines = broken_list([_long_pattern(param, indent + 1) for param in params], indent)
    return re.sub(r",(?=\n *$)", "", lines) if isinstance(params[-1], js.Rest) else lines  # which takes none behind it


def _long_pattern(node: js.Pattern | js.Rest, indent: int) -> str:
    text = _pattern(node)
    if 2 * indent + len(text) + 1 <= WIDTH:
        return text
    match node:
        case js.ArrayPattern(elements):
            return "[" + filled_list(list(map(_pattern, elements)), indent) + "]"
        case js.ObjectPattern(properties):
            return "{" + filled_list([_pattern_property(key, item) for key, item in properties], indent) + "}"
        case js.Default(js.ObjectPattern() as target, init):
            return f"{_long_pattern(target, indent)} = {_flat(init)}"
        case _:
            return text


def _key(key: str) -> str:
    if key == "__proto__":  # as a plain key it would set the object's prototype
        return f"[{_string(key)}]"
    return key if _IDENTIFIER.match(key) else _string(key)


def _literal(literal: str | int | float | bool | None) -> str:
    if literal is None:
        return "null"
    if isinstance(literal, bool):
        return "true" if literal else "false"
    if isinstance(literal, str):
        return _string(literal)
    if isinstance(literal, float):
        if math.isnan(literal):
            return "NaN"
        if math.isinf(literal):
            return "Infinity" if literal > 0 else "-Infinity"
        return js_number(literal)
    return str(literal)


def js_number(number: float) -> str:
    """A finite number as JavaScript prints it: `2` for 2.0, `-0`, `1e-7`."""
    mantissa, e, exponent = repr(number).partition("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{'' if exponent[0] == '-' else '+'}{int(exponent)}" if e else mantissa


def _string(text: str) -> str:
    # JSON's escapes are JavaScript's; `<` too, so that no text can end a script element of a page.
    return json.dumps(text).replace("<", "\\u003c")


def _template_text(text: str) -> str:
    return _string(text)[1:-1].replace('\\"', '"').replace("`", "\\`").replace("${", "\\${")
