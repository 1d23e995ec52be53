"""Einstein's notation, as sums, products and matrix products: einsum has no rules of its own.

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
from bmlc.ir import Dim, evaluate
from bmlc.ops.broadcasting import sum
from bmlc.ops.casting import as_arithmetic, cast, highest
from bmlc.ops.linalg import product_of
from bmlc.ops.rules import bad_argument, may_agree, misuse, product
from bmlc.ops.shape import reshape, transpose
from bmlc.ops.slicing import PAD, slice_along
from bmlc.ops.tensor import Operand, Tensor

__all__ = ["einsum"]

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
        return product(self.value.shape[self.labels.index(label)] for label in labels)

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
    if operands and highest(*operands) == "bool":
        return cast(einsum(subscripts, *as_arithmetic(*operands)), "bool")
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
        for label, size in zip(labels, x.shape, strict=True):
            known = sizes.setdefault(label, size)
            if known == 1:
                sizes[label] = size
            elif size != 1 and not may_agree("einsum", known, size, *(each.shape for each in operands)):
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
            size, others = x.shape[rows], tuple(x.shape[axis] for axis in rest)
            if not may_agree("einsum", size, x.shape[columns], x.shape):
                raise misuse("einsum", f"one size for all that is called {label}", f"{size} and {x.shape[columns]}")
            # A row of all elements and `size` more: every (size + 1)-th is on the diagonal.
            flat = reshape(transpose(x, (*rest, rows, columns)), (*others, size * size))
            longer = PAD(flat, pads=(*((0, 0) for _ in rest), (0, size)), value=0.0)
            column = slice_along(reshape(longer, (*others, size, size + 1)), len(rest) + 1, 0, 1)
            return _diagonal(reshape(column, (*others, size)), (*(labels[axis] for axis in rest), label))
    return Term(x, labels)


def _without_ones(term: Term, sizes: dict[str, Dim]) -> Term:
    """Without dimensions of size 1 that broadcast: the others have them."""
    left = [axis for axis, label in enumerate(term) if term.value.shape[axis] == sizes[label]]
    shape = tuple(term.value.shape[axis] for axis in left)
    return Term(reshape(term.value, shape), tuple(term.labels[axis] for axis in left))


def _misuse(expected: str, subscripts: str) -> UserError:
    return bad_argument("einsum", expected, repr(subscripts))
