/** Python's operators on bits. JavaScript's know 32 of them; Python's ints go on with their sign. */

import { ValueError } from "./exceptions.js";
import { exactInt, int } from "./numbers.js";

function are32(a: number, b: number): boolean {
  return (a | 0) === a && (b | 0) === b;
}

/** `a & b` */
export function bitAnd(a: number, b: number): number {
  return are32(a, b) ? a & b : exactInt(BigInt(a) & BigInt(b));
}

/** `a | b` */
export function bitOr(a: number, b: number): number {
  return are32(a, b) ? a | b : exactInt(BigInt(a) | BigInt(b));
}

/** `a ^ b` */
export function bitXor(a: number, b: number): number {
  return are32(a, b) ? a ^ b : exactInt(BigInt(a) ^ BigInt(b));
}

function shift(count: number): number {
  if (count < 0) throw new ValueError("negative shift count");
  return count;
}

/** `a << b` */
export function shiftLeft(a: number, b: number): number {
  return a === 0 ? shift(b) * 0 : int(a * 2 ** shift(b));
}

/** `a >> b` */
export function shiftRight(a: number, b: number): number {
  if (shift(b) > 1000) return a < 0 ? -1 : 0;
  return Math.floor(a / 2 ** b);
}
