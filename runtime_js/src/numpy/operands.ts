/** What operators of arrays take: arrays, NumPy's scalars, and Python's numbers, which take the array's kind where they can. */

import { OverflowError } from "../python/exceptions.js";
import { Float } from "../python/kinds.js";
import { allocate, NDArray, Scalar, stored, type Kind } from "./array.js";

export type Operand = NDArray | Scalar | number | boolean | Float;

const LIMITS: Partial<Record<Kind, readonly [number, number]>> = {
  uint8: [0, 255], int32: [-(2 ** 31), 2 ** 31 - 1], uint64: [0, Infinity],
};

/** The kind of what two kinds make. Source: `numpy.result_type`. */
export function promoted(a: Kind, b: Kind): Kind {
  if (a === b || b === "bool") return a;
  if (a === "bool") return b;
  const both = [a, b];
  if (both.includes("float64")) return "float64";
  if (both.includes("float32")) return both.includes("uint8") ? "float32" : "float64";
  if (both.includes("uint64")) return both.includes("uint8") ? "uint64" : "float64";
  return both.includes("int64") ? "int64" : "int32";
}

/** The kind of an operand; a number of Python's adapts to the kind of the other one. */
function kindOf(value: Operand, other: Operand): Kind {
  if (value instanceof NDArray || value instanceof Scalar) return value.dtype;
  if (typeof value === "boolean") return "bool";
  const beside = other instanceof NDArray || other instanceof Scalar ? other.dtype : "bool";
  if (value instanceof Float || !Number.isInteger(value)) return beside === "float32" ? beside : "float64";
  return beside === "bool" ? "int64" : beside;
}

/** An operand as an array of its own kind. */
export function asArray(value: Operand, dtype: Kind): NDArray {
  if (value instanceof NDArray) return value;
  const data = allocate(dtype, 1);
  data[0] = stored(dtype, Number(value));
  return new NDArray(dtype, data, []);
}

/** Both operands as arrays, with the kinds that they have beside each other; `checked`: numbers must fit into theirs. */
export function pair(a: Operand, b: Operand, checked = true): [NDArray, NDArray] {
  const kinds = [kindOf(a, b), kindOf(b, a)] as const;
  [a, b].forEach((value, k) => {
    if (!checked || typeof value !== "number") return;
    const limits = LIMITS[kinds[k]!];
    if (limits && (value < limits[0] || value > limits[1])) throw new OverflowError(`Python integer ${value} out of bounds for ${kinds[k]}`);
  });
  // Compared with an int, an array of small ints is one of large ints.
  const own = (k: 0 | 1): Kind => (!checked && typeof [a, b][k] === "number" && LIMITS[kinds[k]] ? "int64" : kinds[k]);
  return [asArray(a, own(0)), asArray(b, own(1))];
}
