"""Loops that are scans, and functions of an element that are functions of a batch."""

# ruff: noqa: A001 - the names that Keras gives them

from __future__ import annotations

import operator
from collections.abc import Callable

from bmlc.errors import UserError
from bmlc.ir import Dim, Poly, current_builder
from bmlc.ops.batching import batch_eqns
from bmlc.ops.broadcasting import stretched
from bmlc.ops.constant import size_as_int
from bmlc.ops.joining import concatenate
from bmlc.ops.region import call_user, trace_region
from bmlc.ops.rules import bad_argument, misuse, normalize_axis, require_room, same_shape
from bmlc.ops.scan import scan
from bmlc.ops.shape import expand_dims, reshape, swapaxes
from bmlc.ops.slicing import flip
from bmlc.ops.tensor import Tensor
from bmlc.ops.tree import Nested, Tree

__all__ = ["associative_scan", "fori_loop", "map", "vectorized_map"]


def map(f: Callable[..., Nested], xs: Nested) -> Nested:
    """`f` of each element along the leading axis of `xs`, one after the other; `vectorized_map` takes them together."""
    return scan(lambda carry, x: (carry, call_user("map", f, x)), (), xs)[1]


def fori_loop(lower: Dim, upper: Dim, body_fun: Callable[..., Nested], init_val: Nested) -> Nested:
    """`value = body_fun(i, value)` for `i` from `lower` to `upper - 1`.

    Args:
        lower: An int, or a dimension of a shape.
        upper: The same. A bound that is a tensor takes a `while_loop`.
        body_fun: Takes the number, an int32 scalar, and the value; gives the next value, of the same type.
        init_val: The first value: a tensor, or tuples, lists and dictionaries of tensors.
    """
    first = _bound("lower", lower)
    steps = _bound("upper", upper) - first

    def step(carry: tuple[Tensor, Nested], _: None) -> tuple[tuple[Tensor, Nested], None]:
        i, value = carry
        return (i + 1, call_user("fori_loop", body_fun, i, value)), None

    length = max(0, steps) if isinstance(steps, int) else steps
    (_, value), _ = scan(step, (size_as_int(first), init_val), length=length)
    return value


def _bound(name: str, bound: Nested) -> Dim:
    try:
        return bound if isinstance(bound, Poly) else operator.index(bound)
    except (TypeError, UserError):
        raise bad_argument("fori_loop", f"{name} to be an int or a dimension", f"{bound!r}") from None


def associative_scan(f: Callable[..., Nested], elems: Nested, reverse: bool = False, axis: int = 0) -> Nested:
    """`elems` combined from the first up to each element, by an associative `f`, in logarithmically many calls of it.

    Args:
        f: Takes two parts of `elems`, several elements each, and gives the combinations of their elements in order.
        elems: A tensor, or tuples, lists and dictionaries of tensors of one size along `axis`.
        reverse: Whether to combine from the last element down to each.
        axis: That of the elements. Along one of unknown size `f` is called for an element at a time.
    """
    tree = Tree(elems)
    along = [normalize_axis("associative_scan", axis, x.ndim) for x in tree.tensors]
    moved = [swapaxes(x, 0, i) for x, i in zip(tree.tensors, along, strict=True)]
    size = Tree(moved).leading_size("associative_scan")
    if reverse:
        moved = [flip(x, 0) for x in moved]

    def combined(a: list[Tensor], b: list[Tensor]) -> list[Tensor]:
        given = [tree.put([swapaxes(x, 0, i) for x, i in zip(part, along, strict=True)]) for part in (a, b)]
        part, after = Tree(given[0]), Tree(call_user("associative_scan", f, *given))
        pairs = list(zip(part.tensors, after.tensors, strict=False))
        alike = (x.dtype == y.dtype and same_shape("associative_scan", x.dims, y.dims) for x, y in pairs)
        if not after.is_like(part) or not all(alike):
            expected = f"a function that gives as much as each of the parts that it takes, {part.describe()}"
            raise misuse("associative_scan", expected, after.describe())
        return [swapaxes(x, 0, i) for x, i in zip(after.tensors, along, strict=True)]

    done = _combine(combined, moved, size) if isinstance(size, int) else _one_by_one(combined, moved)
    if reverse:
        done = [flip(x, 0) for x in done]
    return tree.put([swapaxes(x, 0, i) for x, i in zip(done, along, strict=True)])


_Combine = Callable[[list[Tensor], list[Tensor]], list[Tensor]]


def _combine(f: _Combine, xs: list[Tensor], size: int) -> list[Tensor]:
    """Blelloch, "Prefix sums and their applications" (1990): pairs first, then what lies between them."""
    if size < 2:
        return xs
    odd = _combine(f, f([x[: size - 1 : 2] for x in xs], [x[1::2] for x in xs]), size // 2)
    before = odd if size % 2 else [x[:-1] for x in odd]
    even = [x[:1] for x in xs]
    if size > 2:
        even = [concatenate([a, b]) for a, b in zip(even, f(before, [x[2::2] for x in xs]), strict=True)]
    return [_interleaved(a, b) for a, b in zip(even, odd, strict=True)]


def _interleaved(even: Tensor, odd: Tensor) -> Tensor:
    pairs = odd.dims[0]
    both = concatenate([expand_dims(even[:pairs], 1), expand_dims(odd, 1)], axis=1)
    result = reshape(both, (2 * pairs, *odd.dims[1:]))
    return result if even.dims[0] == pairs else concatenate([result, even[pairs:]])


def _one_by_one(f: _Combine, xs: list[Tensor]) -> list[Tensor]:
    def step(before: list[Tensor], x: list[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
        after = f([expand_dims(each, 0) for each in before], [expand_dims(each, 0) for each in x])
        new = [reshape(each, each.dims[1:]) for each in after]
        return new, new

    require_room("associative_scan", xs[0].dims[0] - 1, f"at least one element along {xs[0].dims[0]}")
    first = [x[0] for x in xs]
    rest: list[Tensor] = scan(step, first, [x[1:] for x in xs])[1]
    return [concatenate([expand_dims(a, 0), b]) for a, b in zip(first, rest, strict=True)]


def vectorized_map(function: Callable[..., Nested], elements: Nested) -> Nested:
    """`function` of all elements along the leading axis of `elements` at once.

    Args:
        function: Takes an element and gives tensors, or tuples, lists and dictionaries of them.
        elements: A tensor, or tuples, lists and dictionaries of tensors of one leading size.

    Returns:
        What `function` gives, with a leading axis.

    Raises:
        UserError: BML103 where it sets a variable from an element, so that their order would matter.
    """
    tree, results = Tree(elements), list[Tree]()
    n = tree.leading_size("vectorized_map")
    if n is None:
        raise bad_argument("vectorized_map", "at least one tensor", f"{elements!r}")

    def call(*leaves: Tensor) -> list[Tensor]:
        results.append(Tree(call_user("vectorized_map", function, tree.put(leaves))))
        return results[0].tensors

    name = getattr(function, "__name__", "element").replace("<lambda>", "element")
    types = [x.type.with_shape(x.type.shape[1:]) for x in tree.tensors]
    region = trace_region(call, list(zip(tree.names("x"), types, strict=True)), name)
    builder = current_builder()
    env = dict(zip(region.params, tree.tensors, strict=True))
    env |= zip(region.constants, (Tensor(var) for var in region.given), strict=True)
    env |= zip(region.states, (Tensor(builder.read(variable)) for variable in region.updates), strict=True)
    batched = set(region.params)
    batch_eqns(region.body, env, batched, n)
    for variable, value in region.updates.items():
        if value in batched:
            raise UserError(
                "BML103",
                f"{name} is mapped over elements, so it cannot set {variable.name} from one element",
                "update the variable in a function that takes whole batches",
                region.loc,
            )
        builder.assign(variable, env[value].var)
    outs = [env[out] for out in region.outs]
    return results[0].put(stretched(outs, [out in batched for out in region.outs], [True] * len(outs), n))
