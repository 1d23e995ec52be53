/**
 * Python's arithmetic where JavaScript's differs; compiled scripts import what they use. Numbers of JavaScript do not say
 * whether they are ints or floats, the compiler does: an int is within 2^53 and never -0.
 */

import { OverflowError, ValueError, ZeroDivisionError } from "./exceptions.js";

/** The int `value`. Beyond 2^53 a number of JavaScript no longer holds every int: an error, not a silent loss. */
export function int(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0; // -0 + 0 is 0
  throw new OverflowError(`expected an int within 2**53, where numbers of JavaScript are exact, received ${value}`);
}

/** The int `value`, which was computed exactly. */
export function exactInt(value: bigint): number {
  return int(Number(value));
}

function divisor(value: number, message: string): number {
  if (value === 0) throw new ZeroDivisionError(message);
  return value;
}

/** `a / b` of ints. */
export function divide(a: number, b: number): number {
  return a / divisor(b, "division by zero");
}

/** `a / b` where one is a float. */
export function floatDivide(a: number, b: number): number {
  return a / divisor(b, "float division by zero");
}

/** `a % b` of floats: has the sign of `b`, a zero too. */
export function floatModulo(a: number, b: number): number {
  return remainder(a, divisor(b, "float modulo"));
}

function remainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

/**
 * `a // b` of floats: rounds down. By way of the remainder, since `a / b` may round up to the next integer.
 * Source: `_float_div_mod` in CPython's Objects/floatobject.c.
 */
export function floatFloorDivide(a: number, b: number): number {
  return floatQuotient(a, divisor(b, "float floor division by zero"));
}

function floatQuotient(a: number, b: number): number {
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `divmod(a, b)` of floats. */
export function floatDivmod(a: number, b: number): [number, number] {
  divisor(b, "float divmod()");
  return [floatQuotient(a, b), remainder(a, b)];
}

/** `a % b` of ints. */
export function modulo(a: number, b: number): number {
  return remainder(a, divisor(b, "integer modulo by zero")) + 0;
}

/** `a // b` of ints. */
export function floorDivide(a: number, b: number): number {
  const rest = a % divisor(b, "integer division or modulo by zero");
  return (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0) + 0;
}

/** `divmod(a, b)` of ints. */
export function divmod(a: number, b: number): [number, number] {
  return [floorDivide(a, b), modulo(a, b)];
}

/** `a ** b` of ints. A negative `b` would make a float of it, and the compiler was not told. */
export function intPower(a: number, b: number): number {
  if (b < 0) throw new ValueError(`an int ** a negative int is a float: expected an int from 0 on, received ${b}; write a float, as in 2.0 ** n`);
  const result = a ** b;
  if (Number.isSafeInteger(result)) return result + 0;
  return int(result);
}

/** `a ** b` where one is a float, or `b` is negative. Source: `float_pow` in CPython's Objects/floatobject.c. */
export function floatPower(a: number, b: number): number {
  if (a === 1 || b === 0) return 1; // 1 ** nan is NaN in JavaScript
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  if (a === 0 && b < 0 && Number.isFinite(b)) throw new ZeroDivisionError("0.0 cannot be raised to a negative power");
  if (Number.isFinite(a) && a < 0 && Number.isFinite(b) && !Number.isInteger(b)) {
    throw new ValueError("a negative number to a fractional power is complex, and scripts do not have complex numbers");
  }
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new OverflowError("(34, 'Numerical result out of range')", { shown: "whole" });
  }
  return result;
}

/** `pow(a, b, m)` */
export function powerModulo(a: number, b: number, m: number): number {
  if (m === 0) throw new ValueError("pow() 3rd argument cannot be 0");
  const modulus = BigInt(Math.abs(m));
  const within = (value: bigint): bigint => ((value % modulus) + modulus) % modulus;
  let base = within(BigInt(a));
  if (b < 0) base = inverse(base, modulus);
  let result = within(1n);
  for (let rest = BigInt(Math.abs(b)); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = within(result * base);
    base = within(base * base);
  }
  return modulo(Number(result), m);
}

/** Source: the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw new ValueError("base is not invertible for the given modulus");
  return ((x % modulus) + modulus) % modulus;
}
