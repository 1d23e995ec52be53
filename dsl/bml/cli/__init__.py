"""The command line: `bml build`, `serve`, `run`, `parity`, `inspect`."""

try:
    from bml.cli.main import main
except KeyboardInterrupt:  # the imports take a moment, in which Ctrl-C ends without a traceback too
    raise SystemExit(130) from None

__all__ = ["main"]
