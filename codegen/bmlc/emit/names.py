"""JavaScript names for the values of the IR: camelCase of the user's names, unique, never a reserved word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

__all__ = ["RESERVED", "JsNames", "camel_case"]

_WORDS = """
arguments async await boolean break byte case catch char class const continue debugger default delete do double
else enum eval export extends false final finally float for from function get if implements import in instanceof
int interface let long native new null of package private protected public return set short static super switch
synchronized this throw throws transient true try typeof undefined var void volatile while with yield Infinity NaN
"""
RESERVED = frozenset(_WORDS.split())


@cache
def camel_case(text: str) -> str:
    """`conv2d/kernel` and `held_out` as `conv2dKernel` and `heldOut`; a valid identifier, whatever `text` is.

    Letters of any script are letters: Python's identifiers are JavaScript's, but for `$` and the words of the language.
    """
    words = "".join(char if _continues(char) else " " for char in unicodedata.normalize("NFKC", text)).split()
    joined = (
        "".join([words[0][0].lower() + words[0][1:], *(word[0].upper() + word[1:] for word in words[1:])])
        if words
        else "value"
    )
    if not (joined[0] == "$" or joined[0].isidentifier()):
        joined = f"_{joined}"
    return f"{joined}_" if joined in RESERVED else joined


def _continues(char: str) -> bool:
    return char == "$" or (char != "_" and f"a{char}".isidentifier())


class JsNames:
    """Hands out names that are free in one JavaScript scope and those around it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = dict.fromkeys(taken, 1)  # the number that each name was last tried with

    def unique(self, hint: str) -> str:
        """`hint` in camelCase, with a number where that is taken."""
        return self.exact(camel_case(hint))

    def exact(self, base: str) -> str:
        """`base`, which is an identifier, with a number where it is taken."""
        name, number = base, self._taken.get(base, 0)
        between = "_" if any(letter.isdigit() for letter in base) else ""  # conv2d_2
        while name in self._taken:
            number += 1
            name = f"{base}{between}{number}"
        self._taken[base] = number
        self._taken[name] = 1
        return name

    def inner(self) -> JsNames:
        """A scope inside this one."""
        return JsNames(self._taken)
