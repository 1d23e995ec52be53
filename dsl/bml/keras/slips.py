"""What goes wrong inside Keras, in our words: what was expected, what was received, and the cure.

Keras says it in many ways. A row of `_ROWS` knows one of them by its text; what no row knows keeps Keras's words, after
the name of the layer, loss or optimizer that said them.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bml.arguments import did_you_mean
from bml.keras.raised import Raised, Step, argument_names, given_arguments
from bml.keras.shape_slips import SHAPE_ROWS, one_example
from bml.keras.slip import Row, Slip
from bml.keras.tensor_slips import TENSOR_ROWS, missing_method, unknown_size

__all__ = ["explained"]

_BINDING = re.compile(
    r"(?:\w+\.)*?(?:(?P<cls>\w+)\.__init__|(?P<fn>\w+))\(\) "
    r"(?:missing|got an unexpected keyword|takes|got multiple values|got some positional)"
)


def explained(raised: Raised) -> Slip | None:
    """What to say of an exception that the user's line led to; None for one that is neither Keras's nor a slip here."""
    for explain in (one_example, unknown_size, missing_method, _wrong_call):
        slip = explain(raised)
        if slip is not None:
            return slip
    if not raised.is_of_keras:
        return None
    for pattern, explain_match in (*TENSOR_ROWS, *SHAPE_ROWS, *_ROWS):
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
    listing = f"the arguments of {name} are {', '.join(known)}"
    for each in given:
        if each not in known:
            return Slip("BML102", f"{name} has no argument {each!r}", _near(each, known) or listing)
    missing = re.search(r"missing .*arguments?: (.*)", reason)
    many = re.search(r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)", reason)
    if missing:
        return Slip("BML102", f"{name} expects {missing[1].replace(chr(39), '')}, received no such argument", listing)
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


def _unknown_argument(raised: Raised, given: str) -> Slip:
    """`Unrecognized keyword arguments passed to Dense: {'activaton': 'relu'}`, and the optimizers' words for it."""
    names = re.findall(r"'(\w+)':", given)
    return _misused(raised.owner_name, argument_names(type(raised.owner)), names, raised.text)


def _unknown_call_argument(raised: Raised, *_: str) -> Slip:
    """What `inspect` says of the arguments of a layer's `call`."""
    layer = next(raised.owners(sys.modules["keras"].Layer), None)
    known = list(inspect.signature(layer.call).parameters) if layer is not None else []
    name = "The layer" if layer is None else f"A call of {type(layer).__name__}"
    given = re.findall(r"unexpected keyword argument '(\w+)'", raised.text)
    if given:
        return _misused(name, known, given, raised.text)
    if missing := re.search(r"missing a required argument: '(\w+)'", raised.text):
        return _misused(name, known, [], f"missing argument: {missing[1]}")
    return Slip("BML102", f"{name}: {raised.text}", f"its call takes {', '.join(known) or 'no arguments'}")


def _unknown_kind(raised: Raised, kind: str, name: str) -> Slip:
    """The name of an activation, a loss, an optimizer that there is not."""
    plural = {"loss": "losses"}.get(kind, f"{kind}s")
    known = [each for each in _names_in(plural) if each != "get"]
    message = f"expected the name of one of Keras's {plural}, received {name!r}"
    return Slip("BML102", message, _near(name, known) or f"known: {', '.join(known)}")


def _names_in(plural: str) -> list[str]:
    """What Keras knows by name: `mse`, `relu`, `adam`."""
    registry = getattr(sys.modules.get(f"keras.src.{plural}"), "ALL_OBJECTS_DICT", {})
    return sorted(name for name in registry if name.islower())


def _expects(raised: Raised, name: str, expectation: str, received: str | None = None) -> Slip:
    """An argument out of its range."""
    options = re.search(r"\{((?:[^{}]*))\}", expectation)
    hint = None
    if options:  # a set, which Python prints in any order
        known = sorted(re.findall(r"'(\w+)'", options[1]))
        expectation = f"{expectation[: options.start()]}{', '.join(known)}{expectation[options.end() :]}"
        hint = did_you_mean(str(received).strip("'"), known).strip() or None
    if received is None:
        received = next((repr(given_arguments(step)[name]) for step in raised.behind if name in given_arguments(step)), None)
    value = received and re.sub(rf"^`?{name}`? ?= ?", "", received.strip(" .`"))
    expectation = re.sub(r"^an? instance of ", "", _plain(expectation))
    return Slip("BML102", f"{raised.owner_name} expects {name} to be {expectation}, received {name}={value}", hint)


def _invalid_dtype(raised: Raised, name: str) -> Slip:
    known = ("float32", "int32", "bool", "uint8")
    message = f"expected a dtype among {', '.join(known)}, received {name!r}"
    return Slip("BML102", message, did_you_mean(name, known).strip() or None)


def _needs_tensorflow(raised: Raised, name: str) -> Slip:
    return Slip(
        "BML102",
        f"{name} cannot be compiled: it computes with TensorFlow's strings and tables, which a browser does not have",
        "turn the values into ints with Python or NumPy before they go into the data set",
    )


def _no_layer(raised: Raised, name: str, known: str) -> Slip:
    names = re.findall(r"'([^']+)'", known)
    listing = f"its layers are {', '.join(names)}"
    return Slip("BML102", f"the model has no layer {name!r}", did_you_mean(name, names).strip() or listing)


def _gradients(raised: Raised, *_: str) -> Slip:
    """`apply` was given other gradients than it has variables for."""
    step = next((step for step in raised.behind if step.frame.f_code.co_name == "apply"), None)
    gradients, variables = (
        (len(list(step.frame.f_locals.get(name) or ())) for name in ("grads", "trainable_variables")) if step else (0, 0)
    )
    return Slip(
        "BML102",
        f"{raised.owner_name}.apply expects a gradient for each of {variables} variables, received {gradients}",
        "give it the gradients of value_and_grad(..., variables=model.trainable_variables) and these variables",
    )


def _in_words_of_keras(raised: Raised) -> Slip:
    words = _plain(raised.text.strip().split("\n\n")[0])
    about_shapes = re.search(r"\b(shapes?|ndim|rank|dimensions?|axis|axes)\b", words)
    code = "BML101" if about_shapes and isinstance(raised.error, ValueError) else "BML102"
    if isinstance(raised.error, TypeError | AttributeError | LookupError) and raised.origin:
        return Slip("BML102", f"{_maker(raised)} does not take these arguments: {words}{_given(raised)}")
    return Slip(code, f"{raised.owner_name}: {words or type(raised.error).__name__}")


def _maker(raised: Raised) -> str:
    """The function of Keras that the user's line called."""
    if raised.owner is not None:
        return raised.owner_name
    return raised.behind[0].frame.f_code.co_name if raised.behind else "Keras"


def _given(raised: Raised) -> str:
    step = raised.origin
    given = given_arguments(step) if step is not None else {}
    return f", received {', '.join(f'{name}={_short(value)}' for name, value in given.items())}" if given else ""


def _short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _plain(words: str) -> str:
    """Keras's words in one line without the marks of Markdown."""
    words = re.sub(r"\.? Received:? (?:instead:? )?", ", received ", " ".join(words.split()))
    return words.replace("`", "").rstrip(" .")


def _says(code: str, message: str, hint: str | None = None) -> Callable[..., Slip]:
    """A row that is a text with the groups of its pattern and `{owner}`."""

    def explain(raised: Raised, *groups: str) -> Slip:
        return Slip(code, message.format(*groups, owner=raised.owner_name), hint)

    return explain


_ROWS: Sequence[Row] = (
    (r"Unrecognized keyword arguments passed to \w+: (.*)", _unknown_argument),
    (r"Argument\(s\) not recognized: (.*)", _unknown_argument),
    (r"^(missing a required argument|too many positional arguments|got an unexpected keyword)", _unknown_call_argument),
    (r"Could not interpret (\w+) (?:function )?identifier: (\S*)", _unknown_kind),
    (
        r"(?:Invalid value|Received an invalid value)(?: received)? for (?:argument )?`(\w+)`[.,] "
        r"[Ee]xpected (.*?)\.? Received:? (.*)",
        _expects,
    ),
    (r"^(?:The `(\w+)` argument|Argument `(\w+)`) (?:must|should) be (.*?)\.? Received(?: instead)?:? (.*)",
     lambda raised, a, b, *rest: _expects(raised, a or b, *rest)),
    (r"^`(\w+)` must be (.*?)\.?$", _expects),
    (r"Invalid dtype: (\S+)", _invalid_dtype),
    (r"Layer (\w+) requires TensorFlow", _needs_tensorflow),
    (r"No such layer: (\S+)\. Existing layers are: (.*)", _no_layer),
    (r"No gradients provided for any variable", _says(
        "BML102", "{owner}.apply expects gradients, received None for each variable",
        "the loss does not depend on these variables")),
    (r"Unknown variable: <Variable path=([^,]+),", _says(
        "BML102", "{owner} was built for other variables, received {0}", "make an optimizer for each list of variables")),
    (r"When passing `grads` without `variables`", _says(
        "BML102", "{owner}.apply expects the variables too at its first call, received gradients alone",
        "write optimizer.apply(gradients, model.trainable_variables)")),
    (r"gradients must match `optimizer.variables` one-to-on", _gradients),
    (r"'Tensor' object has no attribute 'assign", _says(
        "BML102", "{owner} expects variables to update, received a tensor",
        "apply_gradients takes pairs (gradient, variable); apply takes gradients, then variables")),
    (r'The name "(.+?)" is used (\d+) times in the model', _says(
        "BML102", "expected a name of its own for each layer of a model, received {0!r} for {1} of them",
        "give each another name=, or leave it out")),
    (r"layers added to a Sequential model should have unique names. Name '(.+?)' is", _says(
        "BML102", "expected a name of its own for each layer of a model, received {0!r} for 2 of them",
        "give each another name=, or leave it out")),
    (r"Only instances of `keras.Layer` can be added to a Sequential model. Received: (.*?) \(of type", _says(
        "BML102", "Sequential expects a list of layers, received {0}", "make one of it first: layers.Dense(10)")),
    (r"already been configured to use input shape (\(.*?\))\.", _says(
        "BML102", "Sequential expects one Input, received a second one after that of shape {0}", "remove one of them")),
    (r"All `(\w+)` values must be KerasTensors.*including invalid value .* of type <class '(?:\w+\.)*(\w+)'>", _says(
        "BML102", "{owner} expects {0} made of bml.Input by layers and ops, received one of {1}",
        "begin with inputs = bml.Input(shape) and call layers on it")),
    (r"Output with path `.*?` is not connected to `inputs`", _says(
        "BML102", "{owner} expects outputs that are computed from its inputs, received one that is not",
        "list each bml.Input that the outputs depend on in inputs")),
    (r"Missing data for input \"(.+?)\"\. You passed a data dictionary with keys (\[.*?\])\. Expected.*?(\[.*?\])", _says(
        "BML102", "{owner} expects inputs with the names {2}, received {1}")),
    (r"You cannot add new elements of state .* to a layer that is already built", _says(
        "BML102", "{owner} makes a variable or a layer in call, when it is built already",
        "make it in __init__ or build")),
    (r"you forgot to call `super\(\).__init__\(\)`", _says(
        "BML102", "{owner} does not call super().__init__() in its __init__", "make that the first statement there")),
    (r"does not have a `call\(\)` method implemented", _says(
        "BML102", "{owner} has no method call, which says what it computes", "define call(self, inputs)")),
    (r"You called `set_weights\(weights\)` on layer '.*?' with a weight list of length (\d+), .*expecting (\d+) weights", _says(
        "BML101", "set_weights expects {1} arrays, received {0}", "a list like that of get_weights()")),
    (r"Layer .* weight shape (\(.*?\)) is not compatible with provided weight shape (\(.*?\))", _says(
        "BML101", "set_weights expects an array of shape {0}, received {1}", "a list like that of get_weights()")),
    (r"You tried to call `(\w+)` on layer '.*?', but the layer isn't built", _says(
        "BML102", "{0} was called before the weights of {owner} were made",
        "begin a Sequential with bml.Input(shape), or call the model once: model(np.zeros((1, ...)))")),
    (r"When creating a Variable from an initializer, the `shape` argument", _says(
        "BML102", "Variable expects shape where its value is made by an initializer, received None",
        "write bml.Variable(initializer, shape=(2, 3))")),
    (r"Inputs to a layer should be tensors. Got '(.*?)' \(of type <class '(?:\w+\.)*(\w+)'>\)", _says(
        "BML101", "{owner} expects tensors, received {0}")),
    (r"Only input tensors may be passed as positional arguments.*keyword argument: (.*) \(of type", _says(
        "BML101", "{owner} expects tensors, received {0}", "convert numbers and lists with bml.ops.array")),
    (r"File not found: filepath=(.+?)\. Please", _says(
        "BML301", "expected a file at {0}, found nothing there", "the path counts from the folder where bml runs")),
)
