"""The `bml` command: its subcommands, and how each way to end becomes an exit status."""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from bml import __version__
from bml.cli.build import build
from bml.cli.inspect import inspect
from bml.cli.output import answering, print_error
from bml.cli.parity import parity
from bml.cli.process import BROKEN_PIPE, Terminated, end, flush_output, is_unwritten, prepare_process, tell_unwritten
from bml.cli.profile import profile
from bml.cli.run import run
from bml.cli.serve import serve
from bmlc.errors import UserError, UserErrors

__all__ = ["main"]

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it

app = typer.Typer(
    help="Compile one Python file into a folder that trains and predicts in any browser.",
    epilog="Start with:  bml build FILE  and then  bml serve dist/NAME",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _ending(command: Callable[..., int | None], *, waits: bool = False) -> Callable[..., None]:
    """`command` with its ways to end as exit statuses: 0, 1 after an error or a failed comparison, 130 after Ctrl-C.

    Threads that the user's file began are waited for only where the command runs the file for its own sake.
    """

    @functools.wraps(command)
    def call(*args: Any, **kwargs: Any) -> None:
        output = kwargs.get("output", "text")
        try:
            with answering(output):
                try:
                    status = command(*args, **kwargs) or 0
                except (UserError, UserErrors) as error:
                    print_error(error, output)
                    status = 1
        except Terminated as error:
            status = error.status
        except KeyboardInterrupt:
            status = _INTERRUPTED
        except BrokenPipeError:
            status = BROKEN_PIPE
        except OSError as error:
            if not is_unwritten(error):
                raise
            status = tell_unwritten(error)
        status = flush_output() or status
        if not waits:
            end(status)
        raise typer.Exit(status)

    return call


app.command()(_ending(build))
app.command()(_ending(serve))
app.command(context_settings={"ignore_unknown_options": True})(_ending(run, waits=True))
app.command()(_ending(parity))
app.command()(_ending(profile))
app.command()(_ending(inspect))


def _print_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line and exit: also 2 for a misuse."""
    prepare_process()
    try:
        app(prog_name="bml")
    except OSError as error:  # of help and the version, which no command of ours prints
        if not is_unwritten(error):
            raise
        sys.exit(flush_output() or tell_unwritten(error))
    finally:
        gc.freeze()  # else Python's end looks through all that is left for cycles: a fifth of a second for Keras alone
