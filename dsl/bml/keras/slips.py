"""What goes wrong inside Keras, in our words: what was expected, what was received, and the cure.

Keras says it in many ways. A row of `_ROWS`, or of `slips.txt`, knows one of them by its words; what no row knows keeps
Keras's words, after the name of the layer, loss or optimizer that said them.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bml.arguments import did_you_mean
from bml.keras.raised import Raised, argument_names, given_arguments
from bml.keras.shape_slips import SHAPE_ROWS, one_example
from bml.keras.slip import Row, Slip
from bml.keras.tensor_slips import missing_method, of_another_library, unknown_size
from bml.keras.training_slips import wrong_gradients, wrong_targets
from bmlc.errors import UserError

__all__ = ["explained"]

_BINDING = re.compile(
    r"(?:\w+\.)*?(?:(?P<cls>\w+)\.__init__|(?P<fn>\w+))\(\) "
    r"(?:missing|got an unexpected keyword|takes|got multiple values|got some positional)"
)


def explained(raised: Raised) -> Slip | None:
    """What to say of an exception that the user's line led to; None where it is none of Keras's and no slip."""
    for explain in _READERS:
        slip = explain(raised)
        if slip is not None:
            return slip
    if isinstance(raised.error, UserError) or not (raised.is_of_keras or "'KerasTensor'" in raised.text):
        return None
    for pattern, explain_match in _ROWS:
        match = re.search(pattern, raised.text, re.DOTALL)
        if match:
            return explain_match(raised, *match.groups())
    return _in_words_of_keras(raised)


def _wrong_call(raised: Raised) -> Slip | None:
    """Python's own `Dense.__init__() missing 1 required positional argument`, which keywords unknown to it hide."""
    match = _BINDING.match(raised.text) if isinstance(raised.error, TypeError) else None
    called, node = raised.callee, raised.expression
    if match is None or called is None or not isinstance(node, ast.Call):
        return None
    name = getattr(called, "__name__", None)
    if name != (match["cls"] or match["fn"]) or not str(called.__module__).startswith(("keras", "bml.")):
        return None
    return _misused(name, argument_names(called), [k.arg for k in node.keywords if k.arg], raised.text)


def _misused(name: str, known: Sequence[str], given: Sequence[str], reason: str) -> Slip:
    """A call with arguments that `known` lacks, or another that `reason` speaks of."""
    listing = f"its arguments are {', '.join(known)}" if known else "it takes no arguments"
    for each in given:
        if each not in known:
            return Slip("BML102", f"{name} has no argument {each!r}", _near(each, known) or listing)
    missing = re.search(r"missing .*arguments?: (.*)", reason)
    many = re.search(r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)", reason)
    if missing:
        return Slip("BML102", f"{name} is missing its argument {missing[1].replace(chr(39), '')}", listing)
    if many:
        own = 1 if "__init__" in reason or "." in reason.split("(")[0] else 0  # Python counts self
        few = int(many[1]) - own
        plural = "" if few == 1 else "s"
        message = f"{name} expects at most {few} argument{plural} without a name, received {int(many[2]) - own}"
        return Slip("BML102", message, listing)
    return Slip("BML102", f"{name}: {reason.partition('() ')[2]}", listing)


def _near(name: str, known: Sequence[str]) -> str | None:
    """The argument or name that was meant: one nearly the same, or one of these initials, as `lr` has."""
    initials = next((each for each in known if "".join(w[0] for w in each.split("_") if w) == name), None)
    return f"did you mean {initials!r}?" if initials else did_you_mean(name, known).strip() or None


def _unknown_argument(raised: Raised, *groups: str) -> Slip:
    """`Unrecognized keyword arguments passed to Dense: {'activaton': 'relu'}`, and the optimizers' words for it."""
    *kind, given = groups
    owners = (owner for owner in raised.owners(object) if type(owner).__name__ in kind)
    owner = next(owners, raised.owner)
    return _misused(type(owner).__name__, argument_names(type(owner)), re.findall(r"'(\w+)':", given), raised.text)


def _unknown_call_argument(raised: Raised, *_: str) -> Slip:
    """What `inspect` says of the arguments of a layer's `call`."""
    layer = next(raised.owners(sys.modules["keras"].Layer), None)
    known = list(inspect.signature(layer.call).parameters) if layer is not None else []
    name = "call" if layer is None else f"{type(layer).__name__}.call"
    given = re.findall(r"unexpected keyword argument '(\w+)'", raised.text)
    if given:
        return _misused(name, known, given, raised.text)
    if missing := re.search(r"missing a required argument: '(\w+)'", raised.text):
        return _misused(name, known, [], f"missing argument: {missing[1]}")
    return Slip("BML102", f"{name}: {raised.text}", f"its arguments are {', '.join(known) or 'none'}")


def _unknown_kind(raised: Raised, kind: str, name: str) -> Slip:
    """The name of an activation, a loss, an optimizer that there is not."""
    plural = {"loss": "losses"}.get(kind, f"{kind}s")
    registry = getattr(sys.modules.get(f"keras.src.{plural}"), "ALL_OBJECTS_DICT", {})
    known = sorted(each for each in registry if each.islower() and each != kind)  # mse, relu, adam
    message = f"expected the name of one of Keras's {plural}, received {name!r}"
    return Slip("BML102", message, _near(name, known) or f"known: {', '.join(known)}")


def _expects(raised: Raised, name: str, expectation: str, received: str | None = None) -> Slip:
    """An argument out of its range."""
    options = re.search(r"\{((?:[^{}]*))\}", expectation)
    hint = None
    if options:  # a set, which Python prints in any order
        known = sorted(re.findall(r"'(\w+)'", options[1]))
        expectation = f"{expectation[: options.start()]}{', '.join(known)}{expectation[options.end() :]}"
        hint = _near(str(received).strip("'"), known)
    given = next((repr(found[name]) for step in raised.behind if name in (found := given_arguments(step))), None)
    value = given or re.sub(rf"^`?{name}`? ?= ?", "", str(received).strip(" .`"))
    expectation = re.sub(r" \(.*?\)$", "", _plain(expectation))
    return Slip("BML102", f"{raised.owner_name} expects {name} to be {expectation}, received {name}={value}", hint)


def _invalid_dtype(raised: Raised, name: str) -> Slip:
    known = ("float32", "int32", "bool", "uint8")
    message = f"expected a dtype among {', '.join(known)}, received {name!r}"
    return Slip("BML102", message, _near(name, known))


def _no_layer(raised: Raised, name: str, known: str) -> Slip:
    names = re.findall(r"'([^']+)'", known)
    hint = _near(name, names) or f"its layers are {', '.join(names)}"
    return Slip("BML102", f"the model has no layer {name!r}", hint)


def _no_instance(raised: Raised, received: str) -> Slip:
    """A layer's class, or a function, in the list of a `Sequential`."""
    match = re.match(r"<(class|function) '?(?:[\w.]+\.)?(\w+|<lambda>)", received)
    if match is None:
        return Slip("BML102", f"Sequential expects a list of layers, received {received}")
    kind, name = match.groups()
    cure = f"layers.{name}(...)" if kind == "class" else "layers.Lambda(...)"
    return Slip("BML102", f"Sequential expects a list of layers, received the {kind} {name}", f"make a layer: {cure}")


def _in_words_of_keras(raised: Raised) -> Slip | None:
    if isinstance(raised.error, OSError):
        return None
    words = _plain(raised.text.strip().split("\n\n")[0])
    if not raised.is_stated:
        return Slip("BML102", f"{_maker(raised)} does not take these arguments: {words}{_given(raised)}")
    about_shapes = re.search(r"\b(shapes?|ndim|rank|dimensions?|axis|axes)\b", words)
    code = "BML101" if about_shapes and isinstance(raised.error, ValueError) else "BML102"
    beside: Any = "layer" if code == "BML101" else None
    return Slip(code, f"{_maker(raised)}: {words or type(raised.error).__name__}", beside=beside)


def _maker(raised: Raised) -> str:
    """The object at work, or the function of Keras that the user's line called."""
    if raised.owner is not None:
        return raised.owner_name
    return raised.behind[0].frame.f_code.co_name if raised.behind else "Keras"


def _given(raised: Raised) -> str:
    step = raised.origin if raised.owner is not None else next(iter(raised.behind), None)
    given = given_arguments(step) if step is not None else {}
    return f", received {', '.join(f'{name}={_short(value)}' for name, value in given.items())}" if given else ""


def _short(value: Any) -> str:
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"{value.dtype}{list(value.shape)}"
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _plain(words: str) -> str:
    """Keras's words in one line without the marks of Markdown."""
    words = re.sub(r"\.? Received:? (?:instead:? )?", ", received ", " ".join(words.split()))
    words = re.sub(r"\{('[^{}:]*)\}", lambda found: ", ".join(sorted(found[1].split(", "))), words)  # a set
    return re.sub(r" at 0x[0-9a-f]+", "", words.replace("`", "")).rstrip(" .")


# What reads more than the words: the user's expression and what the frames hold.
_READERS = (one_example, unknown_size, of_another_library, missing_method, wrong_gradients, wrong_targets, _wrong_call)


def _texts() -> Iterator[Row]:
    """The rows of `slips.txt`: a code and a pattern, the message with its groups and names of `Raised`, the hint."""
    for block in (Path(__file__).parent / "slips.txt").read_text("utf-8").strip().split("\n\n"):
        head, message, *hint = block.splitlines()
        code, _, pattern = head.partition(" ")
        yield pattern, functools.partial(_said, code, message, hint[0] if hint else None)


def _said(code: str, message: str, hint: str | None, raised: Raised, *groups: str) -> Slip:
    names = {"owner": raised.owner_name, "kind": raised.kind_name, "tensor": raised.tensor_name}
    return Slip(code, message.format(*groups, **names), hint, "layer" if code == "BML101" else None)


_ROWS: Sequence[Row] = (
    *SHAPE_ROWS,
    *_texts(),
    (r"Unrecognized keyword arguments passed to (\w+): (.*)", _unknown_argument),
    (r"Argument\(s\) not recognized: (.*)", _unknown_argument),
    (r"^(missing a required argument|too many positional arguments|got an unexpected keyword)", _unknown_call_argument),
    (r"Could not interpret (\w+) (?:function )?identifier: (\S*)", _unknown_kind),
    (r"[Ii]nvalid value(?: received)? for (?:argument )?`(\w+)`[.,] [Ee]xpected (.*?)\.? Received:? (.*)", _expects),
    (r"^(?:The |Argument )`(\w+)`(?: argument)? (?:must|should) be (.*?)\.? Received(?: instead)?:? (.*)", _expects),
    (r"^`(\w+)` must be (.*?)\.?$", _expects),
    (r"Invalid dtype: (\S+)", _invalid_dtype),
    (r"Cannot convert '(.+?)' to a mixed precision DTypePolicy", _invalid_dtype),
    (r"No such layer: (\S+)\. Existing layers are: (.*)", _no_layer),
    (r"Only instances of `keras.Layer` can be added to a Sequential model. Received: (.*?) \(of type", _no_instance),
)
