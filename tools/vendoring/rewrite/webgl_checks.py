"""Drops what tfjs's webgl backend asks itself at each call, and bml has answered: is this a debug run, was the context
disposed, was the shader made for these shapes, are shapes among its uniforms (they never are: a shader has them in it).

callAndCheck(gl, () => gl.bindTexture(t))                       =>  gl.bindTexture(t)
this.enableShapeUniforms = useShapeUniforms(rank);              =>
function getSampler1D(inputInfo, enableShapeUniforms) {         =>  function getSampler1D(inputInfo) {
if (enableShapeUniforms) { ... }                                =>  if (false) { ... }
"""

from __future__ import annotations

import re

__all__ = ["drop_webgl_checks"]

CHECKED_CALL = re.compile(r"(?:webgl_util\.)?callAndCheck\([\w.]+, \(\) => ([^;{]+)\);$", re.MULTILINE)
CHECKS = re.compile(
    r"^ *this\.(?:throwIf\w+\(\)|debugValidate\(\)|enableShapeUniforms = [^;]+);\n"
    r"|^ *validateBinaryAndProgram\([^\n]*\);\n"
    r"|^ *if \(this\.(?:program|outputTexture) != null\) \{\n *console\.warn\([^;]*;\n *\}\n",
    re.MULTILINE,
)
ARGUMENT = re.compile(r", (?:\w+\.)*enableShapeUniforms(?: = false)?(?=\))")
NEVER = re.compile(
    r"\b(?:\w+\.)*enableShapeUniforms\b|\bthis\.debug\b"
    # Where uniforms that hold shapes are: nowhere.
    r"|(?<=if \()(?:var(?:Tex)?ShapeLoc|outShapeLoc|binary\.out(?:ShapeStrides|TexShape)Location)(?=\))"
)


def drop_webgl_checks(name: str, source: str) -> str:
    """See the module's docstring."""
    if not name.startswith("tfjs-backend-webgl/"):
        return source
    source = CHECKS.sub("", CHECKED_CALL.sub(r"\1;", source))
    return NEVER.sub("false", ARGUMENT.sub("", source))
