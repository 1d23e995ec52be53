import type { DType } from "../app/contract.js";
import { FileError } from "./download.js";

export type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array for a dtype: of a length, or over the bytes of a file (little-endian, as every browser's machine). */
export function typedArray(dtype: DType, from: number | Uint8Array<ArrayBuffer>, file = ""): Numbers {
  const Type = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  if (typeof from === "number") return new Type(from);
  if (from.length % Type.BYTES_PER_ELEMENT) {
    throw new FileError(file, `whole ${dtype} numbers`, `${from.length} bytes`, "Build the program again.");
  }
  return new Type(from.buffer, from.byteOffset, from.length / Type.BYTES_PER_ELEMENT);
}
