"""Collects the licences of everything that the wheel and the bundles carry."""

from __future__ import annotations

import json
from pathlib import Path

from .packages import backend_packages

__all__ = ["third_party_notices"]

# What is shipped besides tfjs's backends, and where its licences stand: files of its package, or ones kept here because
# the package has none.
SHIPPED = {
    "@tensorflow/tfjs-core": ["licenses/tfjs.txt"],
    "uplot": ["LICENSE"],
    "esbuild": ["LICENSE.md", "licenses/go.txt"],
}
HERE = Path(__file__).parent


def _of_parts(backend: str) -> list[str]:
    """What a backend's package holds of others, if anything."""
    return [file.relative_to(HERE).as_posix() for file in HERE.glob(f"licenses/{backend}-parts.txt")]


def third_party_notices(modules: Path) -> str:
    """One text: each package with its version, and below it the licence (equal ones once)."""
    holders: dict[str, list[str]] = {}
    backends = {f"@tensorflow/{name}": ["licenses/tfjs.txt", *_of_parts(name)] for name in backend_packages(modules)}
    for package, files in {**SHIPPED, **backends}.items():
        manifest = json.loads((modules / package / "package.json").read_text("utf-8"))
        for file in files:
            own = modules / package / file
            text = (own if own.is_file() else HERE / file).read_text("utf-8").strip()
            holders.setdefault(text, []).append(f"{package} {manifest['version']} ({manifest['license']})")
    rule = "\n\n" + "=" * 100 + "\n\n"
    head = (
        "bml ships these packages, and puts parts of them into the folders that it builds. The modules of tfjs are\n"
        "changed: they are rewritten as tools/vendoring/rewrite says."
    )
    return rule.join([head, *("\n".join(names) + "\n\n" + text for text, names in holders.items())]) + "\n"
