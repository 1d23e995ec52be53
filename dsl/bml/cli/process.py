"""What the command owes the shell that started it: its streams, signals, and an end."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

__all__ = ["BROKEN_PIPE", "Terminated", "end", "flush_output", "is_unwritten", "prepare_process", "tell_unwritten"]

BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells have it


class Terminated(KeyboardInterrupt):
    """A request to end, which takes the way of Ctrl-C: whatever was begun is cleared away."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        self.status = 128 + number
        super().__init__()


def prepare_process() -> None:
    """Streams that take any text, signals that end a command in order, and fewer runs of the garbage collector."""
    gc.set_threshold(50_000)  # the IR is many small objects that stay: by default, visiting them takes half of a build
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console of cp1252 or ASCII
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, _terminate)


def _terminate(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # one is enough: the second would cut the clearing away short
    raise Terminated(number)


def _open_missing_streams() -> None:
    """After `>&-` the next file that is opened would be the standard output."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  (to the end)


def flush_output() -> int:
    """Write what waits; the exit status where nobody takes it."""
    try:
        sys.stdout.flush()
        return 0
    except BrokenPipeError:
        status = BROKEN_PIPE
    except OSError as error:
        status = tell_unwritten(error)
    # Python flushes again at its end, and would say so.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return status


def is_unwritten(error: OSError) -> bool:
    """Whether a stream did not take its text: errors of files name them."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def tell_unwritten(error: OSError) -> int:
    """Say it where it can be said; the exit status."""
    print(f"cannot write to the standard output: {error.strerror or error}", file=sys.stderr)
    return 1


def end(status: int) -> None:
    """End now where the program of the user left threads that would keep Python waiting; else return."""
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    if not others:
        return
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)
