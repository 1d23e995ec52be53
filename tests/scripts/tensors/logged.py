"""Lines of Python's `logging`, as the loggers of the file write them."""

import logging
import sys

import bml

logging.basicConfig(level=logging.INFO, format="%(levelname)-8s|%(name)s|%(levelno)d%%|%(message)s")
log = logging.getLogger("train.loop")
own = logging.getLogger(__name__)
quiet = logging.getLogger("quiet")
quiet.setLevel(logging.ERROR)
twice = logging.getLogger("twice")
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("again: %(message)s"))
handler.setLevel("WARNING")
twice.addHandler(handler)
alone = logging.getLogger("alone")
alone.addHandler(logging.NullHandler())
alone.propagate = False


def noted(value):
    print("noted", value)
    return value


@bml.script
def run(n: int = 3, rate: float = 0.25):
    logging.info("begin")
    logging.debug("nothing %d", noted(n))
    for k in range(n):
        log.info("step %d of %5.2f, %s", k, rate * k, [k, rate])
        own.warning("%s and %r", "text", "text")
        quiet.warning("not shown")
        quiet.error(f"shown {k}")
        twice.warning("k = %i", k)
        twice.info("once")
        alone.critical("nowhere")
    here = logging.getLogger("here")
    here.log(logging.ERROR, "100%")
    log.critical({"k": n})
    logging.getLogger().error("root %s", (1, 2))


@bml.script
def in_helpers():
    print(helper([1.5, 2.5]))


def helper(losses):
    for loss in losses:
        logging.info("loss %.3f", loss)
    return sum(losses)
