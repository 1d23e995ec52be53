"""What programs and shells do to a command: it ends with a message of ours, or as asked, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bml.collect import collect
from bmlc.errors import UserError

MAIN = "from bml.cli import main; main()"
BODY = """
import bml


@bml.script
def main():
    return 1
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and descriptors of POSIX")

Bml = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "BML_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def bml(tmp_path: Path, environment: dict[str, str]) -> Bml:
    def run(*arguments: str, shell: str = "", **keywords: object) -> subprocess.CompletedProcess[str]:
        command: list[str] = [sys.executable, "-c", MAIN, *arguments]
        if shell:
            command = ["bash", "-c", f'set -o pipefail; "$@" {shell}', "bash", *command]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60, **keywords
        )

    return run


ENDS = {
    "os._exit": ("import os\nos._exit(0)\n", "program.py ends Python (os._exit) while it is read"),
    "os.abort": ("import os\nos.abort()\n", "program.py ends Python (os.abort) while it is read"),
    "os.exec": ("import os\nos.execlp('true', 'true')\n", "program.py ends Python (os.execv) while it is read"),
    "os.exece": ("import os\nos.execle('/bin/true', 'a', {})\n", "program.py ends Python (os.execve) while it is read"),
    "sys.exit": ("import sys\nsys.exit(3)\n", "program.py ended Python (SystemExit: 3)"),
    "a class of its own": (
        "class End(BaseException):\n    pass\n\n\nraise End('here')\n",
        "End: here",
    ),
    "input": ("n = input('how many? ')\n", "program.py waits for input, and nobody answers while a file is read"),
    "standard input": (
        "import sys\nlines = sys.stdin.readlines()\n",
        "program.py waits for input, and nobody answers while a file is read",
    ),
    "recursion": (
        "def f(n):\n    return f(n + 1)\n\n\nf(0)\n",
        "program.py nests or calls itself too deeply (RecursionError)",
    ),
    "recursion in a trace": (
        "import bml\n\n\n@bml.function\ndef f(x: bml.TensorSpec((2,))):\n    return f(x)\n",
        "program.py nests or calls itself too deeply (RecursionError)",
    ),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_file_that_ends_python_is_an_error_of_its_line(what: str, tmp_path: Path) -> None:
    code, message = ENDS[what]
    (tmp_path / "program.py").write_text(code, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        collect(tmp_path / "program.py")
    assert caught.value.message == message
    assert caught.value.loc is not None
    assert caught.value.loc.line >= 1
    assert os._exit.__name__ == "_exit"


@pytest.mark.parametrize("terms", [2_000, 100_000])
def test_code_that_nests_too_deeply(terms: int, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(f"{BODY.replace('1', ' + '.join(['1'] * terms))}", encoding="utf-8")
    with pytest.raises(UserError, match=r"too deeply|inside one another"):
        collect(tmp_path / "program.py")


def test_a_net_that_is_deeper_than_python_calls(tmp_path: Path) -> None:
    """Keras goes through a net by recursion, in `python FILE` too."""
    net = "model = bml.Sequential([bml.Input((2,)), *(bml.layers.ReLU() for _ in range(1000))])"
    (tmp_path / "program.py").write_text(f"import bml\n\n{net}\n", encoding="utf-8")
    with pytest.raises(UserError, match="too deeply") as caught:
        collect(tmp_path / "program.py")
    assert caught.value.hint is not None
    assert "sys.setrecursionlimit(10_000)" in caught.value.hint


def test_a_program_that_goes_elsewhere(tmp_path: Path, bml: Bml) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "program.py").write_text(f"import os\nos.chdir('elsewhere')\n{BODY}", encoding="utf-8")
    done = bml("build", "program.py", "--backends", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    assert "bml serve dist/program\n" in done.stdout
    assert (tmp_path / "dist" / "program" / "manifest.json").is_file()
    assert not list((tmp_path / "elsewhere").iterdir())


@posix
def test_the_json_stands_alone(tmp_path: Path, bml: Bml) -> None:
    code = """
import atexit, ctypes, os, subprocess, sys, threading, time

print("printed")
os.write(1, b"written\\n")
os.system("echo shell")
subprocess.run(["echo", "process"])
sys.__stdout__.write("original\\n")
ctypes.CDLL(None).puts(b"from c")
atexit.register(print, "at the end")
threading.Thread(target=lambda: [print("thread") or time.sleep(0.01) for _ in range(200)], daemon=True).start()
"""
    (tmp_path / "program.py").write_text(code + BODY, encoding="utf-8")
    for arguments in (("build", "program.py", "--backends", "cpu"), ("inspect", "program.py", "--ownership")):
        done = bml(*arguments, "--format", "json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["errors"] == []
        words = ("printed", "written", "shell", "process", "original", "from c", "thread", "at the end")
        assert all(word in done.stderr for word in words)


def test_threads_that_never_end_do_not_keep_a_build(tmp_path: Path, bml: Bml) -> None:
    code = """
import atexit, threading, time

atexit.register(print, "at the end")
threading.Thread(target=lambda: time.sleep(3600)).start()
"""
    (tmp_path / "program.py").write_text(code + BODY, encoding="utf-8")
    done = bml("build", "program.py", "--backends", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("bml serve dist/program\nat the end\n")
    (tmp_path / "program.py").write_text(code + "x = 1 // 0\n", encoding="utf-8")
    done = bml("build", "program.py", "--backends", "cpu")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


@posix
@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",), ("build", "--help")])
def test_help_that_nobody_takes(arguments: tuple[str, ...], bml: Bml) -> None:
    done = bml(*arguments, shell="> /dev/full")
    assert (done.returncode, done.stderr) == (1, "cannot write to the standard output: No space left on device\n")


@posix
@pytest.mark.parametrize(
    ("shell", "status"), [("| true", 141), (">&-", 0), ("<&- >&- 2>&-", 0), ("> /dev/full", 1), ("2>&1 | head -n 1", 0)]
)
def test_streams_that_nobody_reads(shell: str, status: int, tmp_path: Path, bml: Bml) -> None:
    (tmp_path / "program.py").write_text(BODY, encoding="utf-8")
    done = bml("build", "program.py", "--backends", "cpu", shell=shell)
    assert done.returncode in (status, 141) if "head" in shell else done.returncode == status
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert ("cannot write to the standard output: No space left" in done.stderr) == ("full" in shell)
    manifest = json.loads((tmp_path / "dist" / "program" / "manifest.json").read_text("utf-8"))
    assert manifest["name"] == "program"


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signals_leave_nothing_behind(number: signal.Signals, tmp_path: Path, environment: dict[str, str]) -> None:
    code = f"""
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
import bmlc.bundle.build as build

def wait(*args, **kwargs):
    print("here", flush=True)
    time.sleep(60)

build.declare_types = wait
{MAIN}
"""
    (tmp_path / "program.py").write_text(BODY, encoding="utf-8")
    command = [sys.executable, "-c", code, "build", "program.py", "--backends", "cpu"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as build:
        assert build.stdout is not None
        assert build.stderr is not None
        assert build.stdout.readline() == b"here\n"
        build.send_signal(number)
        assert build.wait(timeout=20) == 128 + number
        assert build.stderr.read() == b""
    assert {path.name for path in tmp_path.iterdir()} <= {"program.py", "dist", "cache"}
    assert not list((tmp_path / "dist").iterdir())


@posix
def test_a_current_folder_that_is_gone(tmp_path: Path, bml: Bml) -> None:
    (tmp_path / "program.py").write_text(BODY, encoding="utf-8")
    code = f"import os; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone'); {MAIN}"
    command = [sys.executable, "-c", code, "build", str(tmp_path / "program.py"), "--backends", "cpu"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("error BML305: cannot write dist/program: the current folder is gone\n")


@pytest.mark.parametrize("name", ["-x.py", "--help.py", "a b.py", "模型.py"])
def test_names_that_shells_mistake(name: str, tmp_path: Path, bml: Bml) -> None:
    (tmp_path / name).write_text(BODY, encoding="utf-8")
    done = bml("build", "--backends", "cpu", "--out", "-my folder", "--", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Open it with: bml serve './-my folder'\n")
    assert (tmp_path / "-my folder" / "manifest.json").is_file()


def test_a_file_that_changes_within_a_second_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    for title in ("first", "other"):
        file.write_text(f'"""{title}"""\n{BODY}', encoding="utf-8")
        os.utime(file, (1_000_000_000, 1_000_000_000))
        assert collect(file).title == title
    assert [path.name for path in tmp_path.iterdir()] == ["program.py"]
