"""JavaScript nodes and the text that they print as."""

from pathlib import Path

import pytest

from bmlc.emit import js
from bmlc.emit.printer import print_expression, print_module

a, b, c = js.name("a"), js.name("b"), js.name("c")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (js.Binary("*", js.Binary("+", a, b), c), "(a + b) * c"),
        (js.Binary("-", a, js.Binary("-", b, c)), "a - (b - c)"),
        (js.Binary("-", js.Binary("-", a, b), c), "a - b - c"),
        (js.Binary("**", js.Unary("-", a), b), "(-a) ** b"),
        (js.Binary("**", a, js.Binary("**", b, c)), "a ** b ** c"),
        (js.Unary("!", js.Binary("&&", a, b)), "!(a && b)"),
        (js.Unary("-", js.Literal(-1)), "-(-1)"),
        (js.Unary("-", js.Literal(-0.0)), "-(-0)"),
        (js.Binary("-", a, js.Literal(-1)), "a - -1"),
        (js.Member(js.Await(a), "b"), "(await a).b"),
        (js.Member(a, "not-a-name"), 'a["not-a-name"]'),
        (js.Call(js.Member(a, "b"), (c, js.Spread(a))), "a.b(c, ...a)"),
        (js.Conditional(a, js.Conditional(b, a, c), c), "a ? b ? a : c : c"),
        (js.Arrow((a,), js.Object((js.Property("b", a),))), "(a) => ({ b: a })"),
        (js.Object((js.Property("a", a), js.Property("b c", b))), '{ a, "b c": b }'),
        (js.Object((js.Property("__proto__", a),)), '{ ["__proto__"]: a }'),
        (js.Template(("1`", "${"), (a,)), "`1\\`${a}\\${`"),
        (js.New(js.name("F"), (a,)), "new F(a)"),
        (js.Index(a, js.Literal(0)), "a[0]"),
    ],
)
def test_parentheses_stand_where_they_are_needed(node, text):
    assert print_expression(node) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (0.1, "0.1"),
        (2.0, "2"),
        (-0.0, "-0"),
        (1e300, "1e+300"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        (True, "true"),
        (None, "null"),
        ("</script>", '"\\u003c/script>"'),
        ('"\n\u2028', '"\\"\\n\\u2028"'),
        ({"a": [1, {"b": "c"}]}, '{ a: [1, { b: "c" }] }'),
    ],
)
def test_data_is_written_so_that_javascript_reads_the_same(data, text):
    assert print_expression(js.value(data)) == text


def test_long_lines_break_at_their_outermost_list():
    node = js.call("convolve", js.value({"x": "x" * 50}), js.value({"strides": [1, 1], "pad": "y" * 60}))
    assert print_expression(node).splitlines() == [
        f'convolve({{ x: "{"x" * 50}" }}, {{',
        "  strides: [1, 1],",
        f'  pad: "{"y" * 60}",',
        "})",
    ]


def test_statements():
    module = [
        js.Import(("f",), "./f.js"),
        js.FunctionNode(
            "train",
            (js.Default(js.ObjectPattern((("epochs", js.Default(js.name("epochs"), js.Literal(5))),)), js.Object(())),),
            js.Block(
                (
                    js.If(a, js.Block((js.Return(b),)), js.If(b, js.Block((js.Break(),)), js.Block((js.Continue(),)))),
                    js.ForOf(
                        js.ArrayPattern((a, b)), c, js.Block((js.ExpressionStatement(js.call("f", a)),)), is_await=True
                    ),
                )
            ),
            is_async=True,
            export=True,
        ),
    ]
    assert print_module(module, Path("x.py")).code == (
        'import { f } from "./f.js";\n'
        "export async function train({ epochs = 5 } = {}) {\n"
        "  if (a) {\n"
        "    return b;\n"
        "  } else if (b) {\n"
        "    break;\n"
        "  } else {\n"
        "    continue;\n"
        "  }\n"
        "  for await (const [a, b] of c) {\n"
        "    f(a);\n"
        "  }\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (js.If(a, js.Throw(b), None), "if (a) throw b;\n"),
        (js.If(a, js.ExpressionStatement(js.Await(js.call("b"))), None), "if (a) await b();\n"),
        (js.ForOf(a, b, js.Block(()), False), "for (const a of b) {\n}\n"),
        (js.ForOf(a, b, js.Block(()), True, kind="let"), "for await (let a of b) {\n}\n"),
        (js.ForOf(js.ArrayPattern((a, b)), c, js.Block(()), False, kind=None), "for ([a, b] of c) {\n}\n"),
        (js.const(js.ArrayPattern((a, js.Rest(b))), c), "const [a, ...b] = c;\n"),
        (js.Labeled("a", js.Block((js.Break(label="a"),))), "a: {\n  break a;\n}\n"),
    ],
)
def test_statements_of_loops_and_tests(node, text):
    assert print_module([node], Path("program.py")).code == text


def test_long_lists_of_names_fill_their_lines():
    names = [js.name(f"{letter * 12}") for letter in "abcdefgh"]
    first, last = ", ".join(letter * 12 for letter in "abcdefg"), "h" * 12
    code = print_module([js.Assign(js.ArrayPattern(tuple(names)), "=", js.Call(a, tuple(names)))], Path("a.py")).code
    assert code == f"[\n  {first},\n  {last},\n] = a(\n  {first},\n  {last},\n);\n"
    taken = js.ObjectPattern(tuple((name.name, name) for name in names))
    code = print_module([js.FunctionNode("f", (taken, a), js.Block(()))], Path("a.py")).code
    assert code == f"function f(\n  {{\n    {first},\n    {last},\n  }},\n  a,\n) {{\n}}\n"


def test_long_conditions_have_a_line_for_each_part():
    first, second, third = (js.Binary("<", js.name(letter * 30), js.Literal(1)) for letter in "abc")
    test = js.Binary("&&", js.Binary("&&", first, js.Binary("||", second, a)), third)
    code = print_module([js.While(test, js.Block((js.If(test, js.Block((js.Break(),)), None),)))], Path("a.py")).code
    parts = [f"{'a' * 30} < 1 &&", f"({'b' * 30} < 1 || a) &&", f"{'c' * 30} < 1"]
    outer, inner = "\n  ".join(parts), "\n    ".join(parts)
    assert code == f"while (\n  {outer}\n) {{\n  if (\n    {inner}\n  ) {{\n    break;\n  }}\n}}\n"


def test_no_text_ends_a_comment():
    code = print_module([js.Comment("x = 'a\u2028b()\rc()'")], Path("a.py")).code
    assert code == "// x = 'a\n// b()\n// c()'\n"


def test_no_comma_stands_behind_a_rest():
    names = [js.name(letter * 40) for letter in "abc"]
    code = print_module([js.FunctionNode("f", (*names[:2], js.Rest(names[2])), js.Block(()))], Path("a.py")).code
    assert code == f"function f(\n  {'a' * 40},\n  {'b' * 40},\n  ...{'c' * 40}\n) {{\n}}\n"
