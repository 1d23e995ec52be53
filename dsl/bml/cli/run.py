"""`bml run FILE [SCRIPT] [--arg value]...`."""

from __future__ import annotations

import traceback
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bml.cli.arguments import FileArgument
from bml.cli.output import FormatOption, print_json
from bmlc.errors import UserError
from bmlc.extras import install_command

if TYPE_CHECKING:
    from bml.functions import Script

__all__ = ["run"]


def run(
    file: FileArgument,
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            help="The script to call, where the file has several, and its arguments.",
            metavar="[SCRIPT] [--ARG VALUE]...",
            show_default=False,
        ),
    ] = None,
    check_numerics: Annotated[
        bool,
        typer.Option(
            "--check-numerics",
            help="For debugging: end at the first NaN or infinity and name the Python line, op and layer that made it. "
            "Slower.",
        ),
    ] = False,
    output: FormatOption = "text",
) -> int:
    """Train FILE in Python, on Keras's own backend: call one of its scripts.

    For example: bml run mnist_cnn.py train --epochs 1 --batch-size 128. What stands behind -- is the script's own, even
    if bml has an option of that name.
    """
    _require_a_backend()
    from bml.collect.loading import declarations, load_module
    from bml.context import new_program
    from bml.functions import Script
    from bml.keras.seam import require_keras, share_random_numbers
    from bml.native.hooks import after_import, hush_tensorflow, importing_keras
    from bml.native.numerics import checking_numerics, explained

    require_keras()
    hush_tensorflow()
    share_random_numbers()
    with new_program() as program, checking_numerics() if check_numerics else nullcontext():
        after_import("keras", lambda keras: keras.utils.set_random_seed(program.given_seed), importing_keras)
        user = load_module(file, compiling=False)
        scripts = {name: value for name, value in declarations(user) if isinstance(value, Script)}
        name, values = _chosen(scripts, list(arguments or []), file.name)
        script = scripts[name]
        keywords = parse_arguments(script, values)
        try:
            with explained():
                result = script(**keywords)
        except (UserError, BrokenPipeError):
            raise
        except Exception as error:  # the program's own: what called it says nothing to its author
            traceback.print_exception(error.with_traceback(_from_file(error.__traceback__, file)))
            return 1
    if output == "json":
        print_json({"script": name, "result": None if result is None else str(result)})
    elif result is not None:
        print(result)
    return 0


def _from_file(frames: TracebackType | None, file: Path) -> TracebackType | None:
    """The frames from the first of the file on; all, if there is none."""
    frame = frames
    while frame is not None and Path(frame.tb_frame.f_code.co_filename).name != file.name:
        frame = frame.tb_next
    return frame or frames


def _require_a_backend() -> None:
    """Keras names the backend that it misses; without any, the one that it takes by default is missing."""
    from importlib.util import find_spec

    if not any(find_spec(name) for name in ("tensorflow", "jax", "torch")):
        raise UserError("BML403", "bml run needs TensorFlow, which is not installed", install_command("tf"), None)


def _chosen(scripts: dict[str, Script], arguments: list[str], file: str) -> tuple[str, list[str]]:
    listing = f"{file} has {', '.join(scripts)}" if scripts else None
    if not scripts:
        raise UserError(
            "BML302", f"{file} has no public @bml.script to run", "decorate a training function with @bml.script", None
        )
    if arguments and not arguments[0].startswith("-"):
        if arguments[0] not in scripts:
            raise UserError("BML102", f"expected the name of a script, received {arguments[0]!r}", listing, None)
        return arguments[0], arguments[1:]
    if len(scripts) > 1 and "train" not in scripts:
        raise UserError("BML102", f"{file} has several scripts: say which one to run", listing, None)
    return ("train" if "train" in scripts else next(iter(scripts))), arguments


def parse_arguments(script: Script, words: list[str]) -> dict[str, Any]:
    """`--epochs 3 --quick` as keyword arguments of `script`, of the types that it declares."""
    parameters = script.signature.parameters
    listing = f"{script.name} takes {', '.join('--' + name.replace('_', '-') for name in parameters) or 'no arguments'}"
    given: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        flag, has_value, value = word.removeprefix("--").partition("=")
        name = flag.replace("-", "_")
        if name.startswith("no_") and name.removeprefix("no_") in parameters and not has_value:
            given[name.removeprefix("no_")] = False
            continue
        if not word.startswith("--") or name not in parameters:
            raise UserError("BML102", f"{script.name} has no argument {word}", listing, None)
        kind = _type_of(parameters[name])
        if kind is bool and not has_value:
            given[name] = True
            continue
        if not has_value:
            if not rest:
                raise UserError("BML102", f"{word} needs a value", None, None)
            value = rest.pop(0)
        given[name] = _convert(word, value, kind)
    missing = [
        name for name, parameter in parameters.items() if parameter.default is parameter.empty and name not in given
    ]
    if missing:
        flags = ", ".join("--" + name.replace("_", "-") for name in missing)
        raise UserError("BML102", f"{script.name} needs {flags}", listing, None)
    return given


def _type_of(parameter: Any) -> Any:
    return parameter.annotation if parameter.annotation is not parameter.empty else type(parameter.default)


def _convert(flag: str, text: str, kind: Any) -> Any:
    if kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind is str:
        return text
    try:
        return {int: int, float: float}[kind](text)
    except (KeyError, ValueError):
        expected = {int: "an int", float: "a number", bool: "true or false"}.get(kind, f"a {kind}")
        raise UserError("BML102", f"{flag} expects {expected}, received {text!r}", None, None) from None
