"""Scripts of one file that run one after another, in one app and in two: what each finds of what others changed."""

from __future__ import annotations

from pathlib import Path

from bml.collect.loading import UserModule
from bml.collect.world import ModuleWorld
from bmlc.emit import js
from bmlc.emit.printer import print_module
from bmlc.errors import Gathered
from bmlc.scripts import compile_scripts
from bmlc.scripts.printing.runtime import python_imports

from .compiled import run_in_node
from .outcomes import run_in_python
from .programs import load

FILE = """
from types import SimpleNamespace

HISTORY = [0.5]
ROWS = {"a": [1]}
settings = SimpleNamespace(rate=1.0)


class Counter:
    total = 0

    def __init__(self):
        self.names = []

    def add(self, name):
        self.names.append(name)
        Counter.total += 1
        return len(self.names)


counter = Counter()


def _closure():
    seen = []

    def note(x):
        seen.append(x)
        return len(seen)

    return note


note = _closure()


def first():
    HISTORY.append(1)
    ROWS["a"] = HISTORY
    settings.rate = 0.25
    print(counter.add("x"), note("first"), HISTORY, Counter.total)


def second():
    HISTORY.append(2)
    print(ROWS["a"] is HISTORY, ROWS, settings.rate, counter.names, note("second"), Counter.total)
    counter.add("y")


def third():
    print(counter.names, Counter.total, HISTORY)


def alone():
    print("nothing shared")
"""


def test_what_one_script_changes_the_next_one_sees(tmp_path: Path) -> None:
    path = tmp_path / "shared.py"
    path.write_text(FILE, encoding="utf-8")
    module = load(path)
    names = ("first", "second", "third", "alone")
    order = (*names, "first", "third", "second")
    expected = run_in_python(lambda: [getattr(module, name)() for name in order] and None)

    user = UserModule(path, load(path))
    errors = Gathered()
    scripts = compile_scripts([(getattr(user.module, name), name) for name in names], ModuleWorld(user), errors)
    errors.raise_all()
    shared = {id(script.shared): script.shared for script in scripts.values() if script.shared is not None}
    assert len(shared) == 1
    assert scripts["alone"].shared is None

    objects, given, run = map(js.name, ("objects", "given", "run"))
    calls = [js.ExpressionStatement(js.Await(js.call(js.name(name), objects, given, run))) for name in order]
    everything = js.FunctionNode("everything", (objects, given, run), js.Block(tuple(calls)), is_async=True)
    imports = python_imports(helper for script in scripts.values() for helper in script.helpers)
    exported = [script.exported for script in scripts.values()]
    text = print_module([*imports, *shared.values(), *exported, everything], path).code
    apps = {
        "once": "export const program = everything;",
        "twice": "export const program = async (...all) => {"
        " for (const app of [{}, {}]) await everything(app, {}, all[2]); };",
    }
    received = run_in_node({name: f"{text}\n{app}\n" for name, app in apps.items()}, tmp_path)
    assert received["once"] == expected
    assert received["twice"].printed == expected.printed * 2  # each app begins with what the file made
