/**
 * int32 on a backend that stores it as float32: exact up to 2**24, so that no value may leave that.
 *
 * The compiler knows how large a function's results are for inputs of a magnitude; here the magnitudes of tensors are kept.
 */

import type { DType, Tensor } from "./backend.js";

const EXACT = 2 ** 24;
/** The compiler's, for dimensions that are known only when a function is called. */
const LARGEST_SIZE = 2 ** 16;
const ADVICE = 'load the program with another backend: load({ backend })';

export class IntegerMagnitudes {
  private readonly magnitudes = new WeakMap<object, number>();

  /** Notes what was uploaded. */
  uploaded(tensor: Tensor, dtype: DType, values: ArrayLike<number>): void {
    if (dtype !== "int32") return;
    let largest = 0;
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
    this.magnitudes.set(tensor.dataId, largest);
  }

  /** Throws for values that this backend would round. */
  check(dtype: DType, values: ArrayLike<number>): void {
    if (dtype !== "int32") return;
    for (let i = 0; i < values.length; i++) {
      if (Math.abs(values[i]!) > EXACT) {
        throw new RangeError(`expected int32 within +-${EXACT}, which this backend stores exactly, received ${values[i]!}; ${ADVICE}`);
      }
    }
  }

  /** The largest magnitude among int32 tensors; throws if it is above `largest`, or a size above what was reckoned with. */
  largestOf(tensors: Tensor[], largest: number, sizes: number[]): number {
    const found = Math.max(0, ...tensors.map((tensor) => this.magnitudes.get(tensor.dataId) ?? 0));
    if (found > largest) {
      throw new RangeError(
        `expected int32 within +-${largest}, with which this function stays within +-${EXACT}, what this backend ` +
          `computes exactly, received ${found}; ${ADVICE}`,
      );
    }
    const size = Math.max(0, ...sizes);
    if (size > LARGEST_SIZE) {
      throw new RangeError(
        `expected at most ${LARGEST_SIZE} elements along a dimension, with which whole numbers stay within +-${EXACT}, ` +
          `what this backend computes exactly, received ${size}; ${ADVICE}`,
      );
    }
    return found;
  }

  /** `tensor` is at most the sum of `terms[i] * largest ** i`. */
  bound(tensor: Tensor, terms: number[], largest: number): void {
    this.magnitudes.set(
      tensor.dataId,
      terms.reduce((total, factor, power) => total + factor * largest ** power, 0),
    );
  }
}
