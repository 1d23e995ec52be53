"""Puts together what the wheel ships beside Python: tfjs rewritten to its kernels, the runtime, esbuild.

It runs before `bml` exists (from the build hook of the wheel), so it uses the standard library only.

    python tools/vendor        # makes codegen/bmlc/_vendor in this checkout

The stages, one a module: `npm` installs the pinned packages, `packages` copies what is shipped of them through
`rewrite`, `assemble` puts the folder together, `notices` collects the licences.
"""
