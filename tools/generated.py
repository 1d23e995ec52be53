"""Text in the repository that follows from the code: what it must say now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperGroup
from typer.main import get_command

from bml.cli.main import app
from bmlc.kernels.backend import EVERYWHERE_DEPARTURES, Departure
from bmlc.kernels.tables import FACTS
from bmlc.scripts.library import MODULES, names_of
from bmlc.scripts.printing.runtime import EXCEPTIONS
from bmlc.scripts.rows import everything  # noqa: F401  # which declares them
from bmlc.scripts.rows.table import every_row, rows_of
from environment import ROOT

__all__ = ["generated_files"]

README = ROOT / "README.md"
SCRIPTS = ROOT / "docs" / "scripts.md"
EXAMPLE = ROOT / "examples" / "mnist_cnn.py"
QUOTED = re.compile(r"(?<=<!-- examples/mnist_cnn\.py -->\n```python\n).*?(?=```\n)", re.DOTALL)
TABLES = re.compile(r"(?<=<!-- made from the tables of the compiler by \./tools/regen -->\n).*?(?=\n\n)", re.DOTALL)
TITLES = {
    "": "Python's functions",
    **{kind: f"methods of {many}" for kind, many in {
        "str": "strings", "list": "lists", "tuple": "tuples", "dict": "dictionaries", "range": "ranges",
        "deque": "deques", "Counter": "counters", "ndarray": "arrays", "bar": "bars of tqdm", "model": "models",
        "dataset": "data sets", "logger": "loggers",
    }.items()},
}  # fmt: skip


def generated_files() -> dict[Path, str]:
    """Each generated file with its text as of now."""
    return {
        README: _with(README, QUOTED, lambda: EXAMPLE.read_text("utf-8")),
        SCRIPTS: _with(SCRIPTS, TABLES, _what_scripts_call),
        ROOT / "docs" / "commands.md": _commands(),
        ROOT / "docs" / "special_values.md": _special_values(),
    }


def _with(page: Path, place: re.Pattern[str], text: Callable[[], str]) -> str:
    """`page` with this text where it is made to stand."""
    whole, found = place.subn(lambda _: text(), page.read_text("utf-8"), count=1)
    assert found == 1, f"{page.name} has no place for what is made"
    return whole


def _what_scripts_call() -> str:
    owners = sorted({*MODULES, *(row.owner for row in every_row())})
    rows = {
        **{TITLES.get(owner, f"`{owner}`"): _code(_shown(owner)) for owner in owners},
        "exceptions": _code(EXCEPTIONS),
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {title} | {names} |" for title, names in rows.items())])


def _code(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in sorted(names))


def _shown(owner: str) -> Iterable[str]:
    """The names of an owner's methods; those of Keras and of data sets with what scripts take of their arguments."""
    if owner not in ("dataset", "model"):
        return [*rows_of(owner), *names_of(owner)]
    found = (row for row in every_row() if row.owner == owner)
    return [f"{row.name}({', '.join(each.name for each in row.parameters)})" for row in found]


def _commands() -> str:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    sections = "\n\n".join(
        f"## bml {name}\n\n{command.help}\n\n{_parameters(command)}" for name, command in group.commands.items()
    )
    return f"""# Commands

{group.help} Each ends with status 0, 1 after an error or a failed comparison, 2 after a wrong command line.

{sections}

## The cache of builds

What a build decodes, compresses and links is kept in the user's cache folder, under a hash of all that it depends on,
for the builds that follow: at most 1 GB, of which what was not used for longest goes. A file that was damaged is made
anew. Of two builds of the same file with the same bml, one with the cache and one without, all bytes are equal.

| environment variable | |
|---|---|
| `BML_CACHE_DIR` | The folder to use instead. |
| `BML_NO_CACHE` | Set to anything, nothing is looked up, and nothing is kept. |

<!-- Made from the help texts of `bml` by ./tools/regen. -->
"""


def _parameters(command: Any) -> str:
    rows = []
    for parameter in command.params:
        names = parameter.metavar if isinstance(parameter, TyperArgument) else ", ".join(parameter.opts)
        default = (
            "" if parameter.required or parameter.default in (None, True, False) else f" Default: {parameter.default}."
        )
        rows.append(f"| `{names}` | {parameter.help}{default} |")
    return "\n".join(["| argument or option | |", "|---|---|", *rows])


SPECIAL_VALUES = """# Special values

Zeros, infinities, NaN, the smallest and the largest numbers give what TensorFlow gives, on every backend, but for what
stands below. Subnormal numbers (below 1.2e-38) are kept or taken as 0, as in TensorFlow. The kinds of numbers are those
of the inputs: *tiny* is below 1e-20, *large* above 1e9, *largest* above 1e38. `a+b` is `a` with `b` fused into it.

This page is made by `./tools/regen` from `bmlc.kernels`, and tests hold each line to be true, on a software GPU: a
device of another make may lose more of NaN, which GLSL and WGSL leave open.
"""


def _special_values() -> str:
    parts = [
        ("Every backend", EVERYWHERE_DEPARTURES),
        *((_title(name), each.departures) for name, each in FACTS.items()),
    ]
    return "\n".join([SPECIAL_VALUES, *(_departures(title, rows) for title, rows in parts if rows)])


def _title(target: str) -> str:
    """A backend's name; of a variant, the option that asks for it."""
    name, _, kernels = target.partition("_")
    return f"{name} with `--{name}-kernels {kernels}`" if kernels else name


def _departures(title: str, rows: tuple[Departure, ...]) -> str:
    lines = [f"## {title}", "", "| op | result | for | what differs |", "|---|---|---|---|"]
    for row in rows:
        lines.append(f"| {_code(row.ops)} | {row.of} | {', '.join(row.inputs)} | {row.reason} |")
    return "\n".join(lines) + "\n"
