import type { DType } from "../app/contract.js";

export type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array for a dtype: of a length, or over the bytes of a file (little-endian, as every browser's machine). */
export function typedArray(dtype: DType, from: number | ArrayBuffer): Numbers {
  const Type = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  return new Type(from as ArrayBuffer);
}
