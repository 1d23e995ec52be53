/** Arrays from the device and to it. */

import type { HostArray, Tensor } from "../app/contract.js";
import { Dict } from "../python/dict.js";
import { allocate, flat, NDArray, Scalar, scalarOr, type Kind, type Value } from "./array.js";
import { npTolist } from "./shapes.js";

/** What reads tensors: the run. */
interface Reader {
  data(tensor: Tensor): Promise<ArrayLike<number>>;
}

/** `tensor.numpy()`; `isSmall`: ints are of uint8, which a device holds as int32. */
export async function npRead(run: Reader, tensor: Tensor, isSmall = false): Promise<Value> {
  const kind = isSmall && tensor.dtype === "int32" ? "uint8" : (tensor.dtype as Kind);
  return scalarOr(new NDArray(kind, allocate(kind, await run.data(tensor)), tensor.shape.slice()));
}

/** `[x.numpy() for x in tensors]` */
export function npReadEach(run: Reader, tensors: readonly Tensor[]): Promise<Value[]> {
  return Promise.all(tensors.map((tensor) => npRead(run, tensor)));
}

/** What a model predicts, as an array. */
export function npGiven({ shape, dtype, data }: HostArray): NDArray {
  return new NDArray(dtype, data, shape);
}

const OF_DEVICE = ["float32", "int32", "bool", "uint8"];

/** An array as the device takes it, and the page. */
export function npHost(array: NDArray): HostArray {
  const dtype = (OF_DEVICE.includes(array.dtype) ? array.dtype : array.dtype === "float64" ? "float32" : "int32") as HostArray["dtype"];
  return { shape: [...array.shape], dtype, data: allocate(dtype, flat(array)) as HostArray["data"] };
}

/** A result for the page, which takes numbers of JavaScript; arrays of large numbers are lists of them. */
export function npPlain(value: unknown): unknown {
  if (value instanceof Scalar) return value.plain;
  if (value instanceof NDArray) return OF_DEVICE.includes(value.dtype) ? npHost(value) : npTolist(value);
  if (Array.isArray(value)) return value.map(npPlain);
  return value instanceof Dict ? new Dict(Array.from(value.items(), ([key, item]) => [npPlain(key), npPlain(item)] as const)) : value;
}
