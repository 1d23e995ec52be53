"""Source maps: the mappings, decoded by the plain reading of ECMA-426, are the places that went in."""

import json

from bmlc.emit import js
from bmlc.emit.printer import print_module
from bmlc.ir import Loc

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def decode(mappings):
    """(generated line, column, source line, column) of each segment, all from 0."""
    found = []
    source_line = source_column = 0
    for line, group in enumerate(mappings.split(";")):
        column = 0
        for segment in filter(None, group.split(",")):
            values, shift, number = [], 0, 0
            for letter in segment:
                digit = ALPHABET.index(letter)
                number |= (digit & 31) << shift
                shift += 5
                if not digit & 32:
                    values.append(-(number >> 1) if number & 1 else number >> 1)
                    shift = number = 0
            column, source_line, source_column = column + values[0], source_line + values[2], source_column + values[3]
            found.append((line, column, source_line, source_column))
    return found


def test_statements_map_to_their_lines(tmp_path):
    source = tmp_path / "user.py"
    source.write_text("x = 1\n\n\ny = f(\n    x)\n")

    def loc(line, column):
        return Loc(str(source), line, column, line, column + 1)

    body = js.Block((js.ExpressionStatement(js.call("g"), loc(5, 4)), js.Return(None, loc(4, 0))))
    printed = print_module(
        [js.const("x", js.Literal(1), loc(1, 0)), js.Blank(), js.FunctionNode("y", (), body, loc(4, 0))], source
    )
    table = json.loads(printed.source_map.to_json("user.js"))
    assert table["version"] == 3
    assert table["sources"] == ["user.py"]
    assert table["sourcesContent"] == [source.read_text()]
    assert decode(table["mappings"]) == [(0, 0, 0, 0), (2, 0, 3, 0), (3, 2, 4, 4), (4, 2, 3, 0)]


def test_places_in_libraries_are_left_out(tmp_path):
    source = tmp_path / "user.py"
    source.write_text("x = 1\n")
    printed = print_module([js.const("x", js.Literal(1), Loc("library.py", 7, 0, 7, 1))], source)
    assert json.loads(printed.source_map.to_json("user.js"))["mappings"] == ""


def test_modules_beside_the_file_are_sources_of_their_own(tmp_path):
    source, beside = tmp_path / "user.py", tmp_path / "parts" / "rates.py"
    beside.parent.mkdir()
    source.write_text("x = 1\n")
    beside.write_text("\ny = 2\n")
    installed = tmp_path / "site-packages" / "library.py"
    printed = print_module(
        [
            js.const("x", js.Literal(1), Loc(str(source), 1, 0, 1, 1)),
            js.const("y", js.Literal(2), Loc(str(beside), 2, 0, 2, 1)),
            js.const("z", js.Literal(3), Loc(str(installed), 1, 0, 1, 1)),
        ],
        source,
    )
    table = json.loads(printed.source_map.to_json("user.js"))
    assert table["sources"] == ["user.py", "parts/rates.py"]
    assert table["sourcesContent"] == [source.read_text(), beside.read_text()]
    assert table["mappings"] == "AAAA;ACCA"
