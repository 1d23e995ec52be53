"""Files in other encodings: read as Python reads them, or an error of ours before anything is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.bundle.build import build
from bmlc.bundle.options import BuildOptions
from bmlc.errors import UserError, UserErrors

TEXT = "ä日本é"
BODY = f'''import bml


@bml.script
def main():
    print("{TEXT}")
'''
LATIN = BODY.replace(TEXT, "äö")
BOM = b"\xef\xbb\xbf"

READ = {
    "utf-8": (BODY.encode(), TEXT),
    "utf-8 with a byte order mark": (BOM + BODY.encode(), TEXT),
    "utf-8 with a mark and a cookie": (BOM + f"# coding: utf-8\n{BODY}".encode(), TEXT),
    "latin-1": (f"# -*- coding: latin-1 -*-\n{LATIN}".encode("latin-1"), "äö"),
    "latin-1 in the second line": (
        f"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n{LATIN}".encode("latin-1"),
        "äö",
    ),
    "cp1252": (f"# coding: cp1252\n{BODY}".replace(TEXT, "€–").encode("cp1252"), "€–"),
    "shift_jis": (f"# coding: shift_jis\n{BODY}".replace(TEXT, "日本").encode("shift_jis"), "日本"),
    "returns": (BODY.replace("\n", "\r\n").encode(), TEXT),
    "a form feed": (f"import sys\n\x0c\n{BODY}".encode(), TEXT),
}
REFUSED = {
    "no cookie": (LATIN.encode("latin-1"), "(unicode error) 'utf-8' codec can't decode byte 0xe4"),
    "an unknown cookie": (f"# coding: nope\n{BODY}".encode(), "unknown encoding: nope"),
    "a cookie that is wrong": (f"# coding: ascii\n{BODY}".encode(), "'ascii' codec can't decode byte"),
    "a cookie that no text has": (b"# coding: hex\nimport bml\n", "'hex' is not a text encoding"),
    "a mark against the cookie": (BOM + b"# coding: latin-1\nimport bml\n", "encoding problem: iso-8859-1 with BOM"),
    "utf-16": (BODY.encode("utf-16"), "source code string cannot contain null bytes"),
    "a null": (BODY.encode() + b"\0\n", "source code string cannot contain null bytes"),
}


@pytest.mark.parametrize("encoding", READ)
def test_files_are_read_as_python_reads_them(encoding: str, tmp_path: Path) -> None:
    content, text = READ[encoding]
    file = tmp_path / "program.py"
    file.write_bytes(content)
    options = BuildOptions(backends=("cpu",), source_maps="full")
    folder = build(collect(file), tmp_path / "out", options).folder
    maps = [json.loads(path.read_text("utf-8")) for path in folder.rglob("*.map")]
    shipped = {
        text
        for table in maps
        for name, text in zip(table["sources"], table["sourcesContent"], strict=True)
        if name.endswith("/program.py")
    }
    assert len(shipped) == 1
    assert f'print("{text}")' in shipped.pop()
    assert any(f'"{text}' in path.read_text("utf-8") for path in folder.glob("chunks/*.js"))


@pytest.mark.parametrize("encoding", READ)
def test_errors_show_their_line(encoding: str, tmp_path: Path) -> None:
    content, text = READ[encoding]
    file = tmp_path / "program.py"
    begin = content.index(b"print(")
    file.write_bytes(content[:begin] + b"print(missing, " + content[begin + len(b"print(") :])
    with pytest.raises((UserError, UserErrors)) as caught:
        collect(file)
    assert f'    print(missing, "{text}")\n' in str(caught.value)
    assert "\n  |           ^^^^^^^" in str(caught.value).replace("\n   |", "\n  |").replace("\n    |", "\n  |")


@pytest.mark.parametrize("encoding", REFUSED)
def test_what_python_does_not_read_is_refused(encoding: str, tmp_path: Path) -> None:
    content, message = REFUSED[encoding]
    file = tmp_path / "program.py"
    file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        collect(file)
    assert caught.value.code == "BML301"
    assert caught.value.message.startswith(f"program.py is not valid Python: {message}")
    str(caught.value)  # shows the line, as far as it can be shown


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "from pathlib import Path; Path('latin.txt').read_text(encoding='utf-8')",
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe4",
        ),
        ("import ast; ast.literal_eval('1 +')", "SyntaxError: invalid syntax (<unknown>, line 1)"),
    ],
)
def test_what_the_file_reads_itself_is_no_fault_of_its_text(
    code: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.txt").write_bytes("ä".encode("latin-1"))
    (tmp_path / "program.py").write_text(f"{code}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        collect(tmp_path / "program.py")
    assert caught.value.message.startswith(message)
    assert caught.value.loc is not None


@pytest.mark.parametrize("name", ["a\nb.py", "a\u2028b.py", "a\x1bb.py"], ids=ascii)
def test_names_that_no_comment_can_hold_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(BODY, encoding="utf-8")
    with pytest.raises(UserError, match="holds characters that are no text"):
        collect(tmp_path / name)


CONSOLES = {
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "the C locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("console", CONSOLES)
def test_consoles_of_other_encodings(console: str, tmp_path: Path) -> None:
    name = "prog.py" if console == "the C locale" else "prögrämm.py"  # arguments are the shell's there
    (tmp_path / name).write_text(f'print("{TEXT}")\n{BODY}', encoding="utf-8")
    (tmp_path / "wrong.py").write_text(f'x = "{TEXT}" + missing\n', encoding="utf-8")
    environment = {**os.environ, "BML_CACHE_DIR": str(tmp_path / "cache"), **CONSOLES[console]}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", "from bml.cli import main; main()", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)

    done = run("build", name, "--backends", "cpu", "--out", "é")
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(tmp_path.glob("*/manifest.json"))
    done = run("inspect", name, "--ownership")
    assert (done.returncode, done.stderr) == (0, b"")
    done = run("build", "wrong.py")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"the name missing is not defined" in done.stderr
    assert b"Traceback" not in done.stderr
