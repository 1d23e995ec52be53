"""Finds the native esbuild binary of this platform and the tag of the wheel that may hold it."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

__all__ = ["esbuild_binary", "wheel_platform"]

# (sys.platform, machine) -> the npm package under @esbuild, the platform tag of the wheel.
# esbuild is a static Go binary, so that one file serves every Linux with a kernel of this decade, glibc or musl.
PLATFORMS = {
    ("linux", "x86_64"): ("linux-x64", "manylinux_2_17_x86_64.musllinux_1_1_x86_64"),
    ("linux", "aarch64"): ("linux-arm64", "manylinux_2_17_aarch64.musllinux_1_1_aarch64"),
    ("darwin", "x86_64"): ("darwin-x64", "macosx_12_0_x86_64"),
    ("darwin", "arm64"): ("darwin-arm64", "macosx_12_0_arm64"),
    ("win32", "amd64"): ("win32-x64", "win_amd64"),
    ("win32", "arm64"): ("win32-arm64", "win_arm64"),
}


def _platform() -> tuple[str, str]:
    here = (sys.platform, platform.machine().lower() if sys.platform == "win32" else platform.machine())
    if here not in PLATFORMS:
        known = ", ".join(f"{system} {machine}" for system, machine in PLATFORMS)
        raise RuntimeError(f"bml ships esbuild for {known}; this machine is {here[0]} {here[1]}.")
    return PLATFORMS[here]


def esbuild_binary(modules: Path) -> Path:
    """The binary inside an installed `node_modules`."""
    package = modules / "@esbuild" / _platform()[0]
    binary = package / ("esbuild.exe" if sys.platform == "win32" else "bin/esbuild")
    if not binary.is_file():
        raise FileNotFoundError(
            f"Expected esbuild's binary at {binary}. It is an optional npm dependency: check that npm is not "
            "configured with omit=optional, delete node_modules and run tools/vendor again."
        )
    return binary


def wheel_platform() -> str:
    """The platform tag of a wheel with this binary inside, such as "win_amd64"."""
    return _platform()[1]
