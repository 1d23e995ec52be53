/** Which instructions of WebAssembly an engine takes. */

import { BackendUnavailable } from "./backend.js";

/** (module (func (param v128 v128 v128) (result v128) local.get 0, 1, 2, f32x4.relaxed_madd)) */
const FMA_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** (module (func (result v128) i32.const 0 i8x16.splat)) */
const SIMD_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
];

/** The instructions that this engine takes. */
export function findVariant(): "fma" | "simd" {
  if (!hasSimd()) throw new BackendUnavailable("wasm", "no SIMD in this engine");
  return takes(FMA_PROBE) ? "fma" : "simd";
}

export function hasSimd(): boolean {
  if (typeof WebAssembly !== "object") throw new BackendUnavailable("wasm", "no WebAssembly in this engine");
  return takes(SIMD_PROBE);
}

function takes(probe: number[]): boolean {
  return WebAssembly.validate(new Uint8Array(probe));
}
