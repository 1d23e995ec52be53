"""What scripts of a file share, because one of them changes it: one function holds them, called once an app.

HISTORY = []                          const file = once(({ model }, run) => {
                                        const history = [];
@bml.script                      =>     async function train({ epochs }, current) {
def train(epochs: int):                   run = current;
    HISTORY.append(...)                   history.push(...);
                                        }
                                        return { train, objects: { history } };
                                      });
                                      function train(objects, given, run) {
                                          return file(objects, run).train(given, run);
                                        }
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bmlc.emit import js

__all__ = ["CURRENT", "FILE", "file_scope", "way_in"]

FILE = "file"
CURRENT = "current"  # the run of a script that stands inside


def file_scope(
    objects: Sequence[str],
    before: Sequence[js.Statement],
    functions: Sequence[js.FunctionNode],
    holders: Mapping[str, js.Expression],
    *,
    waits: bool = False,
) -> js.Declare:
    """`const file = once(…)`: `before` is what the scripts share, `holders` what may hold tensors when none runs.

    `waits`: `before` loads large arrays.
    """
    scope = js.ObjectPattern(tuple((name, js.name(name)) for name in objects))
    given = [js.Property(each.name, js.name(each.name)) for each in functions]
    if holders:
        held = js.Object(tuple(js.Property(name, value) for name, value in holders.items()))
        given.append(js.Property("objects", held))
    body = js.Block((*before, *functions, js.Return(js.Object(tuple(given)))))
    made = js.call(js.name("once"), js.Arrow((scope, js.name("run")), body, is_async=waits))
    return js.Declare("const", js.name(FILE), made, export=True)


def way_in(script: js.FunctionNode, *, waits: bool = False) -> js.FunctionNode:
    """The script as the app calls it."""
    objects, given, run = map(js.name, ("objects", "given", "run"))
    file: js.Expression = js.call(js.name(FILE), objects, run)
    called = js.call(js.Member(js.Await(file) if waits else file, script.name), given, run)
    body = js.Block((js.Return(called, script.loc),))
    return js.FunctionNode(script.name, (objects, given, run), body, script.loc, is_async=waits)
