"""Dimensions: ints and polynomials over symbols."""

import pytest

from bmlc.ir import Poly, TensorType, bytes_of, dim, evaluate, symbol

n, m = symbol("n"), symbol("m")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (n, "n"),
        (64 * n, "64*n"),
        (n + m, "m + n"),
        (n - 1, "n - 1"),
        (1 - n, "-n + 1"),
        (2 * n + 3 * m - 4, "3*m + 2*n - 4"),
        (n * n, "n*n"),
        (n * 4 // 2, "2*n"),
    ],
)
def test_a_polynomial_prints_symbols_first_and_parses_back(value, text):
    assert str(value) == text
    assert dim(text) == value


@pytest.mark.parametrize("value", [n - n, 0 * n, (n + 1) - n])
def test_without_symbols_it_is_an_int(value):
    assert isinstance(value, int)


def test_equal_sums_are_equal_whatever_their_order():
    assert n + m == m + n
    assert hash(n + m) == hash(m + n)
    assert n + 1 != n


def test_evaluate_binds_symbols():
    assert evaluate(2 * n * m - 1, {"n": 3, "m": 5}) == 29
    assert evaluate(7, {}) == 7


def test_an_inexact_quotient_is_an_error():
    with pytest.raises(ValueError, match="n is not divisible by 2"):
        n // 2


def test_a_dimension_of_a_type_must_be_affine():
    with pytest.raises(ValueError, match=r"affine in its symbols, received n\*n"):
        TensorType((n * n,), "float32")


@pytest.mark.parametrize(
    ("type", "size"),
    [
        (TensorType((n, 28, 28, 1), "float32"), 3136 * n),
        (TensorType((n, 3), "bool"), 3 * n),
        (TensorType((2, 3), "uint8"), 24),  # int32 on a device
        (TensorType((), "int32"), 4),
    ],
)
def test_bytes_are_counted_as_a_device_counts_them(type, size):
    assert bytes_of(type) == size


def test_a_type_prints_as_the_ir_writes_it():
    assert str(TensorType((n, 28, 28, 1), "uint8")) == "uint8[n, 28, 28, 1]"
    assert isinstance(TensorType((n,), "float32").size, Poly)


def test_an_unknown_dtype_is_named():
    with pytest.raises(ValueError, match="received 'float64'"):
        TensorType((1,), "float64")
