"""Matrix products, and Einstein's notation, made of sums, products and matrix products.

    einsum("bqhd,bkhd->bhqk", q, k)
 => transpose(q, (0, 2, 1, 3)) @ transpose(k, (0, 2, 1, 3)), the second one transposed by the product itself

Two operands at a time. Of the orders in which a product can take its dimensions, the one that transposes the fewest
elements is chosen.
"""

# ruff: noqa: A004 - the names that Keras and NumPy give them

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from itertools import product as choices
from string import ascii_lowercase

from bmlc.errors import UserError
from bmlc.ir import Dim, TensorType, evaluate
from bmlc.ops.broadcasting import all_batched, broadcast_to, sum
from bmlc.ops.casting import as_arithmetic, as_tensors, cast, highest
from bmlc.ops.constant import full
from bmlc.ops.elementwise_binary import multiply
from bmlc.ops.op import Gradients, Op, Op2, Target
from bmlc.ops.rules import (
    bad_argument,
    broadcast_shapes,
    may_agree,
    misuse,
    must_agree,
    product,
    same_shape,
    shape_texts,
)
from bmlc.ops.shape import expand_dims, reshape, squeeze, swapaxes, transpose
from bmlc.ops.slicing import PAD, slice_along
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["dot", "einsum", "matmul"]


def matmul_shape(a: TensorType, b: TensorType, *, transpose_a: bool, transpose_b: bool) -> TensorType:
    if a.dtype != b.dtype or a.dtype not in ("float32", "int32"):
        raise misuse("matmul", "two tensors of one dtype, float32 or int32", f"{a} and {b}")
    (rows, inner_a) = reversed(a.shape[-2:]) if transpose_a else a.shape[-2:]
    (inner_b, columns) = reversed(b.shape[-2:]) if transpose_b else b.shape[-2:]
    fits = must_agree("matmul", inner_a, inner_b, a.shape, b.shape)
    if not fits or not same_shape("matmul", a.shape[:-2], b.shape[:-2], a.shape, b.shape):
        raise misuse("matmul", "matrices whose inner sizes agree", f"{a} and {b}")
    return TensorType((*a.shape[:-2], rows, columns), a.dtype)


def matmul_gradient(g: Tensor, y: Tensor, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Gradients:
    if not transpose_a and not transpose_b:  # y = a @ b:  da = g @ b.T, db = a.T @ g
        return product_of(g, b, False, True), product_of(a, g, True, False)
    if not transpose_a:  # y = a @ b.T:  da = g @ b, db = g.T @ a
        return product_of(g, b, False, False), product_of(g, a, True, False)
    if not transpose_b:  # y = a.T @ b:  da = b @ g.T, db = a @ g
        return product_of(b, g, False, True), product_of(a, g, False, False)
    return product_of(b, g, True, True), product_of(g, a, True, True)  # y = a.T @ b.T:  da = b.T @ g.T, db = g.T @ a.T


def product_of(a: Tensor, b: Tensor, transpose_a: bool, transpose_b: bool) -> Tensor:
    return MATMUL(a, b, transpose_a=transpose_a, transpose_b=transpose_b)


def matmul_batching(
    op: Op, inputs: tuple[Tensor, ...], batched: tuple[bool, ...], *, transpose_a: bool, transpose_b: bool
) -> Tensor:
    a, b = inputs
    if batched == (True, False) and b.ndim == 2 and not transpose_a:
        # The rows of all elements are one taller matrix.
        rows = reshape(a, (product(a.dims[:-1]), a.dims[-1]))
        y = product_of(rows, b, False, transpose_b)
        return reshape(y, (*a.dims[:-1], y.dims[-1]))
    a, b = all_batched(inputs, batched)
    return product_of(a, b, transpose_a, transpose_b)


def matmul_kernel(k: Target, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Tensor:
    if 0 in (*a.dims, *b.dims):  # XNNPACK refuses them
        return full(k.out_types[0].shape, 0, a.dtype)
    if a.dtype == "int32" and (transpose_a or transpose_b):  # ours of ints is plain
        return plain_matmul(k, a, b, transpose_a=transpose_a, transpose_b=transpose_b)
    return k.kernel("BatchMatMul", a, b, transposeA=transpose_a, transposeB=transpose_b)


def plain_matmul(k: Target, a: Tensor, b: Tensor, *, transpose_a: bool, transpose_b: bool) -> Tensor:
    """The product of matrices that are transposed before."""
    a = swapaxes(a, -1, -2) if transpose_a else a
    b = swapaxes(b, -1, -2) if transpose_b else b
    return matmul_kernel(k, a, b, transpose_a=False, transpose_b=False)


MATMUL = Op2(
    name="matmul",
    shape=matmul_shape,
    gradient=matmul_gradient,
    batching=matmul_batching,
    reference=lambda tf, a, b, *, transpose_a, transpose_b: tf.linalg.matmul(a, b, transpose_a, transpose_b),
    kernel=matmul_kernel,
)


def matmul(x1: Operand, x2: Operand) -> Tensor:
    """The matrix product; a vector is a row on the left and a column on the right, leading dimensions broadcast."""
    if (dtype := highest(x1, x2)) in ("bool", "uint8"):
        return cast(matmul(*as_tensors("int32", x1, x2)), dtype)
    a, b = as_arithmetic(x1, x2)
    if not a.ndim or not b.ndim:
        raise misuse("matmul", "tensors of rank 1 or more", f"shapes {shape_texts(a.dims, b.dims)}", "use multiply")
    if a.ndim == 1:
        return squeeze(matmul(expand_dims(a, 0), b), -1 if b.ndim == 1 else -2)
    if b.ndim == 1:
        return squeeze(matmul(a, expand_dims(b, 1)), -1)
    if not must_agree("matmul", a.dims[-1], b.dims[-2], a.dims, b.dims):
        raise misuse("matmul", "matrices whose inner sizes agree", f"shapes {shape_texts(a.dims, b.dims)}")
    if a.ndim > 2 and b.ndim == 2:
        rows = reshape(a, (product(a.dims[:-1]), a.dims[-1]))
        return reshape(product_of(rows, b, False, False), (*a.dims[:-1], b.dims[-1]))
    leading = broadcast_shapes("matmul", a.dims[:-2], b.dims[:-2])
    a, b = (broadcast_to(x, (*leading, *x.dims[-2:])) for x in (a, b))
    return product_of(a, b, False, False)


def dot(x1: Operand, x2: Operand) -> Tensor:
    """NumPy's dot: the last dimension of `x1` with the second to last of `x2` (a vector's only one)."""
    if (dtype := highest(x1, x2)) in ("bool", "uint8"):
        return cast(dot(*as_tensors("int32", x1, x2)), dtype)
    a, b = as_arithmetic(x1, x2)
    if not a.ndim or not b.ndim:
        return multiply(a, b)
    if a.ndim == 1 and b.ndim == 1:
        if not same_shape("dot", a.dims, b.dims):
            raise misuse("dot", "vectors of one size", f"shapes {shape_texts(a.dims, b.dims)}")
        return sum(multiply(a, b))
    if b.ndim <= 2:
        return matmul(a, b)
    raise misuse("dot", "a second operand of rank 2 or less", f"shape {shape_texts(b.dims)}", "use matmul")


Labels = tuple[str, ...]  # one a dimension; those of an ellipsis are "...0", "...1", from the right

TYPICAL = 64  # what a size that is not known counts as, where costs are compared


@dataclass(frozen=True)
class Term:
    """An operand and what its dimensions are called, each once."""

    value: Tensor
    labels: Labels

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def size(self, labels: Iterable[str]) -> Dim:
        """How many elements the dimensions `labels` have together."""
        return product(self.value.dims[self.labels.index(label)] for label in labels)

    def ordered(self, labels: Labels) -> Tensor:
        axes = tuple(map(self.labels.index, labels))
        return self.value if axes == tuple(range(len(axes))) else transpose(self.value, axes)

    def summed(self, kept: Iterable[str]) -> Term:
        """Without the dimensions that are not in `kept`."""
        left = tuple(label for label in self if label in set(kept))
        gone = tuple(axis for axis, label in enumerate(self) if label not in left)
        return Term(sum(self.value, gone), left) if gone else self


def einsum(subscripts: str, *operands: Operand) -> Tensor:
    """Products of all combinations of the operands' elements, summed over what the result does not name.

    Args:
        subscripts: A letter for each dimension of each operand, `"ij,jk->ik"`. Behind `->` stand the dimensions
            of the result; without an arrow they are those named once, in alphabetical order. A letter that an operand
            has twice is its diagonal; `...` stands for dimensions without names, which broadcast.
        operands: One for each of the terms.
    """
    if operands and (dtype := highest(*operands)) in ("bool", "uint8"):
        return cast(einsum(subscripts, *as_tensors("int32", *operands)), dtype)
    terms, out = _parse(subscripts, as_arithmetic(*operands) if operands else ())
    while len(terms) > 1:
        pairs = combinations(range(len(terms)), 2)
        first, second = min(pairs, key=lambda pair: _growth(terms, pair, out))
        rest = [term for i, term in enumerate(terms) if i not in (first, second)]
        kept = {*out, *(label for term in rest for label in term)}
        a, b = terms[first], terms[second]
        a, b = a.summed({*kept, *b}), b.summed({*kept, *a})
        terms = [*rest, _multiply(a, b, kept, None if rest else out)]
    return terms[0].summed(out).ordered(out)


def along_axis(x: Tensor, axis: int, matrix: Operand) -> Tensor:
    """`x` whose rows along `axis` are multiplied by `matrix`."""
    names = ascii_lowercase[: x.ndim]
    result = names.replace(names[axis], "z")
    return einsum(f"{names},{names[axis]}z->{result}", x, matrix)


def _multiply(a: Term, b: Term, kept: set[str], wanted: Labels | None) -> Term:
    """The products of `a` and `b`, summed over what they share and what is not in `kept`."""
    inner = tuple(label for label in a if label in b and label not in kept)
    if inner and set(a) != set(b):
        return _matrix_product(a, b, inner, wanted)
    labels = (*a, *(label for label in b if label not in a)) if wanted is None or inner else wanted
    factors = []
    for term in (a, b):
        own = tuple(label for label in labels if label in term)
        shape = tuple(term.size([label]) if label in own else 1 for label in labels)
        factors.append(reshape(term.ordered(own), shape))
    return Term(factors[0] * factors[1], labels).summed(kept)


@dataclass(frozen=True)
class Layout:
    """The orders in which a matrix product takes its operands' dimensions and gives those of its result."""

    a: Labels
    b: Labels
    y: Labels
    turned_a: bool  # `a` has its columns before its rows
    turned_b: bool
    swapped: bool  # y = b^T @ a^T

    def product(self, left: Tensor, right: Tensor) -> Tensor:
        if self.swapped:
            return product_of(right, left, not self.turned_b, not self.turned_a)
        return product_of(left, right, self.turned_a, self.turned_b)


def _matrix_product(a: Term, b: Term, inner: Labels, wanted: Labels | None) -> Term:
    """Matrices whose rows are what only `a` has, and whose columns are what only `b` has, for each of the rest."""
    batch = tuple(label for label in a if label in b and label not in inner)
    rows = tuple(label for label in a if label not in b)
    columns = tuple(label for label in b if label not in a)
    made = a.size(batch) * a.size(rows) * b.size(columns)

    def cost(layout: Layout) -> tuple[int, int]:
        """How many elements are transposed, and how many the product itself has to transpose."""
        moved = [(a.size(a), layout.a != a.labels), (b.size(b), layout.b != b.labels)]
        moved.append((made, wanted is not None and layout.y != wanted))
        turned = [(a.size(a), layout.turned_a != layout.swapped), (b.size(b), layout.turned_b != layout.swapped)]
        return _total(moved), _total(turned)

    layouts = (
        Layout(
            (*batches, *inners, *up) if turned_a else (*batches, *up, *inners),
            (*batches, *across, *inners) if turned_b else (*batches, *inners, *across),
            (*batches, *across, *up) if swapped else (*batches, *up, *across),
            turned_a,
            turned_b,
            swapped,
        )
        for batches in _orders(batch, a, b, wanted)
        for inners in _orders(inner, a, b)
        for up in _orders(rows, a, wanted)
        for across in _orders(columns, b, wanted)
        for turned_a, turned_b, swapped in choices((False, True), repeat=3)
    )
    best = min(layouts, key=cost)
    leading = (a.size(batch),) if batch else ()
    sides = [(a.size(rows), a.size(inner)), (a.size(inner), b.size(columns))]
    left = reshape(a.ordered(best.a), (*leading, *(sides[0][::-1] if best.turned_a else sides[0])))
    right = reshape(b.ordered(best.b), (*leading, *(sides[1][::-1] if best.turned_b else sides[1])))
    shape = tuple((a if label in a else b).size([label]) for label in best.y)
    return Term(reshape(best.product(left, right), shape), best.y)


def _total(parts: Iterable[tuple[Dim, bool]]) -> int:
    return builtins.sum(_count(size) for size, counts in parts if counts)


def _orders(labels: Labels, *likes: Iterable[str] | None) -> list[Labels]:
    """`labels` in the orders in which they stand in `likes`."""
    found = [tuple(label for label in like if label in labels) for like in likes if like is not None]
    return list(dict.fromkeys(order for order in found if len(order) == len(labels)))


def _growth(terms: Sequence[Term], pair: tuple[int, int], out: Labels) -> int:
    """By how many elements the product of a pair is larger than what it is made of."""
    a, b = (terms[i] for i in pair)
    kept = {*out, *(label for i, term in enumerate(terms) if i not in pair for label in term)}
    made = a.size(label for label in a if label in kept) * b.size(
        label for label in b if label in kept and label not in a
    )
    return _count(made) - _count(a.size(a)) - _count(b.size(b))


def _count(size: Dim) -> int:
    return size if isinstance(size, int) else int(evaluate(size, dict.fromkeys(size.symbols, TYPICAL)))


def _parse(subscripts: str, operands: tuple[Tensor, ...]) -> tuple[list[Term], Labels]:
    """The operands with their labels, and the labels of the result."""
    given, arrow, result = "".join(subscripts.split()).partition("->")
    texts = given.split(",")
    letters = given.replace("...", "").replace(",", "") + result.replace("...", "")
    if not all(letter.isalpha() for letter in letters) or len(texts) != len(operands):
        raise _misuse(f"letters, ... and one term for each of {len(operands)} operands", subscripts)
    named = [_labels(text, x.ndim, subscripts) for text, x in zip(texts, operands, strict=True)]
    unnamed = max((label for labels in named for label in labels if len(label) > 1), key=_place, default=None)
    many = 0 if unnamed is None else _place(unnamed) + 1
    if arrow:
        rank = len(result.replace("...", "")) + (many if "..." in result else 0)
        out = _labels(result, rank, subscripts)
    else:
        names = [label for labels in named for label in labels if len(label) == 1]
        once = sorted(name for name in names if names.count(name) == 1)
        out = (*_ellipsis(many), *once)
    known = {label for labels in named for label in labels}
    if len(set(out)) != len(out) or not set(out) <= known or (many and not set(_ellipsis(many)) <= set(out)):
        raise _misuse("a result that names dimensions of the operands, each once, and ... if they have it", subscripts)
    sizes = _sizes(named, operands)
    terms = [_diagonal(x, labels) for x, labels in zip(operands, named, strict=True)]
    return [_without_ones(term, sizes) for term in terms], out


def _labels(text: str, rank: int, subscripts: str) -> Labels:
    before, dots, after = text.partition("...")
    more = rank - len(before) - len(after)
    if more < 0 or (more and not dots) or "..." in after:
        raise _misuse(f"{rank} letters for an operand of rank {rank}", subscripts)
    return (*before, *_ellipsis(more), *after)


def _ellipsis(count: int) -> Labels:
    return tuple(f"...{i}" for i in reversed(range(count)))


def _place(label: str) -> int:
    return int(label.removeprefix("..."))


def _sizes(named: Sequence[Labels], operands: Sequence[Tensor]) -> dict[str, Dim]:
    """What each label stands for; a size of 1 broadcasts."""
    sizes: dict[str, Dim] = {}
    for labels, x in zip(named, operands, strict=True):
        for label, size in zip(labels, x.dims, strict=True):
            known = sizes.setdefault(label, size)
            if known == 1:
                sizes[label] = size
            elif size != 1 and not may_agree("einsum", known, size, *(each.dims for each in operands)):
                name = "..." if len(label) > 1 else label
                raise misuse("einsum", f"one size for all that is called {name}", f"{known} and {size}")
    return sizes


def _diagonal(x: Tensor, labels: Labels) -> Term:
    """Of dimensions with the same label the diagonal, which becomes the last dimension."""
    for label in labels:
        if labels.count(label) > 1:
            rows = labels.index(label)
            columns = labels.index(label, rows + 1)
            rest = [axis for axis in range(x.ndim) if axis not in (rows, columns)]
            size, others = x.dims[rows], tuple(x.dims[axis] for axis in rest)
            if not may_agree("einsum", size, x.dims[columns], x.dims):
                raise misuse("einsum", f"one size for all that is called {label}", f"{size} and {x.dims[columns]}")
            # A row of all elements and `size` more: every (size + 1)-th is on the diagonal.
            flat = reshape(transpose(x, (*rest, rows, columns)), (*others, size * size))
            longer = PAD(flat, pads=(*((0, 0) for _ in rest), (0, size)), value=0.0)
            column = slice_along(reshape(longer, (*others, size, size + 1)), len(rest) + 1, 0, 1)
            return _diagonal(reshape(column, (*others, size)), (*(labels[axis] for axis in rest), label))
    return Term(x, labels)


def _without_ones(term: Term, sizes: dict[str, Dim]) -> Term:
    """Without dimensions of size 1 that broadcast: the others have them."""
    left = [axis for axis, label in enumerate(term) if term.value.dims[axis] == sizes[label]]
    shape = tuple(term.value.dims[axis] for axis in left)
    return Term(reshape(term.value, shape), tuple(term.labels[axis] for axis in left))


def _misuse(expected: str, subscripts: str) -> UserError:
    return bad_argument("einsum", expected, repr(subscripts))
