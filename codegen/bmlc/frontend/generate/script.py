"""A host script as an async JavaScript function.

@bml.script                              async function train({ model, digits, prepare }, { epochs = 2 } = {}) {
def train(epochs: int = 2):       =>       await model.fit(digits.map(prepare).batch(64), { epochs });
    model.fit(..., epochs=epochs)        }
"""

from __future__ import annotations

from dataclasses import dataclass

from bmlc.emit import js
from bmlc.frontend.awaits import defined_functions, find_awaiting
from bmlc.frontend.generate.context import Context
from bmlc.frontend.generate.declarations import find_declarations
from bmlc.frontend.generate.ownership import dropping_at_the_end
from bmlc.frontend.generate.runtime import PYTHON
from bmlc.frontend.generate.statements import block
from bmlc.frontend.host import RecordType, Scalar, Script
from bmlc.frontend.names import KeyedNames
from bmlc.frontend.ownership import manage
from bmlc.ir import Loc

__all__ = ["SCRIPT_GLOBALS", "GeneratedScript", "generate_script"]

# Names of the module that scripts stand in: its constants, what it may import from `@bml/runtime/python`, and the run.
SCRIPT_GLOBALS = frozenset({*PYTHON, "program", "scripts", "run"})


@dataclass(frozen=True)
class GeneratedScript:
    """`helpers` are what the function needs of `@bml/runtime/python`, in alphabetical order.

    `uses_run`: whether it asks its run for anything (`@bml/runtime/training/script_run.js`).
    """

    name: str
    function: js.FunctionNode
    objects: tuple[str, ...]
    helpers: tuple[str, ...]
    uses_run: bool
    loc: Loc


def generate_script(script: Script) -> GeneratedScript:
    """The function `name({objects of the program}, {arguments}, run)`."""
    script = manage(script)
    names = KeyedNames({*script.objects, *SCRIPT_GLOBALS, script.name})
    declarations = find_declarations(script.body, [param.name for param in script.params], script.owned)
    context = Context(names, declarations, defined_functions(script.body), find_awaiting(script.body))
    body = [*context.hoisted(), *dropping_at_the_end(script.owned, block(script.body, context), context).body]
    if not all(isinstance(result, Scalar | RecordType) for result in script.results):
        context.needs.add("run")
    params = _params(script, context)
    function = js.FunctionNode(script.name, params, js.Block(tuple(body)), script.loc, is_async=True)
    helpers = tuple(sorted(context.helpers))
    return GeneratedScript(script.name, function, script.objects, helpers, context.uses_run, script.loc)


def _params(script: Script, context: Context) -> tuple[js.Pattern, ...]:
    objects = js.ObjectPattern(tuple((name, js.name(name)) for name in script.objects))
    run = (js.name("run"),) if context.uses_run else ()
    if not script.params and not run:
        return (objects,) if script.objects else ()
    properties: list[tuple[str, js.Pattern]] = []
    for param in script.params:
        target = context.local(param.name)
        properties.append(
            (param.js_name, target if param.default is ... else js.Default(target, js.Literal(param.default)))
        )
    arguments: js.Pattern = js.ObjectPattern(tuple(properties))
    if all(param.default is not ... for param in script.params):
        arguments = js.Default(js.ObjectPattern(tuple(properties)), js.Object(()))
    return objects, arguments, *run
