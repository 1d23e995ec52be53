/** Python's `math` where JavaScript's `Math` differs: errors instead of NaN and infinity, and what it has not. */

import { OverflowError, ValueError, ZeroDivisionError } from "./exceptions.js";
import { mathHypot } from "./hypot.js";
import { exactInt, int } from "./numbers.js";

/** A result that is NaN for arguments that are not, or infinite for finite ones, is an error in Python. */
function checked(result: number, ...of: number[]): number {
  if (Number.isNaN(result) && !of.some(Number.isNaN)) throw new ValueError("math domain error");
  if (Math.abs(result) === Infinity && of.every(Number.isFinite)) throw new OverflowError("math range error");
  return result;
}

type Unary = (x: number) => number;

function withErrors(fn: Unary): Unary {
  return (x) => checked(fn(x), x);
}

export const mathSqrt = /* @__PURE__ */ withErrors(Math.sqrt);
export const mathExp = /* @__PURE__ */ withErrors(Math.exp);
export const mathExpm1 = /* @__PURE__ */ withErrors(Math.expm1);
export const mathSin = /* @__PURE__ */ withErrors(Math.sin);
export const mathCos = /* @__PURE__ */ withErrors(Math.cos);
export const mathTan = /* @__PURE__ */ withErrors(Math.tan);
export const mathAsin = /* @__PURE__ */ withErrors(Math.asin);
export const mathAcos = /* @__PURE__ */ withErrors(Math.acos);
export const mathSinh = /* @__PURE__ */ withErrors(Math.sinh);
export const mathCosh = /* @__PURE__ */ withErrors(Math.cosh);
export const mathAcosh = /* @__PURE__ */ withErrors(Math.acosh);

/** Poles: minus infinity in JavaScript, a domain error in Python. */
function poleless(fn: Unary): Unary {
  return (x) => {
    const result = checked(Number.isFinite(fn(x)) || !Number.isFinite(x) ? fn(x) : NaN, x);
    return result;
  };
}

export const mathLog2 = /* @__PURE__ */ poleless(Math.log2);
export const mathLog10 = /* @__PURE__ */ poleless(Math.log10);
export const mathLog1p = /* @__PURE__ */ poleless(Math.log1p);
export const mathAtanh = /* @__PURE__ */ poleless(Math.atanh);

const naturalLog = /* @__PURE__ */ poleless(Math.log);

/** `math.log(x, base)` */
export function mathLog(x: number, base?: number): number {
  const top = naturalLog(x);
  if (base === undefined) return top;
  const bottom = naturalLog(base);
  if (bottom === 0) throw new ZeroDivisionError("float division by zero");
  return top / bottom;
}

/** `math.pow(x, y)`: of floats, as C has it. */
export function mathPow(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (x === -1 && Math.abs(y) === Infinity) return 1;
  if (x === 0 && y < 0 && Number.isFinite(y)) throw new ValueError("math domain error");
  return checked(x ** y, x, y);
}

/** `math.ldexp(x, i)` */
export function mathLdexp(x: number, i: number): number {
  let [result, rest] = [x, Math.max(Math.min(i, 2200), -2200)];
  for (; Math.abs(rest) > 1000; rest -= Math.sign(rest) * 1000) result *= 2 ** (Math.sign(rest) * 1000); // 2 ** i may be no number
  return checked(result * 2 ** rest, x);
}

/** `math.fmod(x, y)` */
export function mathFmod(x: number, y: number): number {
  return checked(x % y, x, y);
}

/** `math.remainder(x, y)`: of the nearest multiple, a tie to the even one. */
export function mathRemainder(x: number, y: number): number {
  if (Math.abs(y) === Infinity && Number.isFinite(x)) return x;
  const size = Math.abs(y);
  const rest = checked(Math.abs(x) % size, x, y);
  const other = size - rest;
  const near = rest < other || (rest === other && (Math.abs(x) - rest) % (2 * size) === 0) ? rest : -other;
  return Object.is(Math.sign(x), -0) || x < 0 ? -near : near;
}

/** `math.copysign(x, y)` */
export function mathCopysign(x: number, y: number): number {
  return y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x);
}

/** `math.modf(x)` */
export function mathModf(x: number): [number, number] {
  const whole = Math.trunc(x);
  return [mathCopysign(Number.isFinite(x) ? x - whole : Number.isNaN(x) ? NaN : 0, x), whole];
}

/** `math.dist(p, q)` */
export function mathDist(p: readonly number[], q: readonly number[]): number {
  if (p.length !== q.length) throw new ValueError("both points must have the same number of dimensions");
  return mathHypot(...p.map((value, index) => value - q[index]!));
}

/** `math.fsum(values)`: exactly rounded. Source: Shewchuk, Adaptive precision floating-point arithmetic, 1997. */
export function mathFsum(values: Iterable<number>): number {
  let partials: number[] = [];
  let special = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) special += value;
    const next: number[] = [];
    let x = value;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) next.push(low);
      x = high;
    }
    partials = [...next, x];
  }
  if (special !== 0) return checked(special, special);
  return roundedPartials(partials);
}

/** The sum of numbers that do not overlap, smallest first, rounded once: half to even. */
function roundedPartials(partials: number[]): number {
  let high = partials.pop() ?? 0;
  while (partials.length > 0) {
    const x = high;
    const y = partials.pop()!;
    high = x + y;
    const low = y - (high - x);
    if (low === 0) continue;
    const next = partials.at(-1);
    if (next !== undefined && low < 0 === next < 0 && high + 2 * low - high === 2 * low) high += 2 * low;
    break;
  }
  return high;
}

/** `math.prod(values)` of floats. */
export function mathProd(values: Iterable<number>, start = 1): number {
  let product = start;
  for (const value of values) product *= value;
  return product;
}

/** `math.prod(values)` of ints. */
export function mathProdInts(values: Iterable<number | boolean>, start = 1): number {
  let product = start;
  for (const value of values) product = int(product * Number(value));
  return product;
}

function gcdOf(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return Math.abs(a);
}

/** `math.gcd(...values)` */
export function mathGcd(...values: number[]): number {
  return values.reduce(gcdOf, 0);
}

/** `math.lcm(...values)` */
export function mathLcm(...values: number[]): number {
  return values.reduce((a, b) => (a === 0 || b === 0 ? 0 : int(Math.abs((a / gcdOf(a, b)) * b))), 1);
}

/** `math.isqrt(n)` */
export function mathIsqrt(n: number): number {
  if (n < 0) throw new ValueError("isqrt() argument must be nonnegative");
  const root = Math.floor(Math.sqrt(n));
  return BigInt(root) * BigInt(root) > BigInt(n) ? root - 1 : root;
}

function notNegative(value: number, message: string): number {
  if (value < 0) throw new ValueError(message);
  return value;
}

/** `math.factorial(n)` */
export function mathFactorial(n: number): number {
  return mathPerm(notNegative(n, "factorial() not defined for negative values"), n);
}

/** `math.perm(n, k)` */
export function mathPerm(n: number, k = n): number {
  notNegative(n, "n must be a non-negative integer");
  notNegative(k, "k must be a non-negative integer");
  let product = 1;
  for (let i = 0; i < k && product !== 0; i++) product = int(product * (n - i));
  return product;
}

/** `math.comb(n, k)` */
export function mathComb(n: number, k: number): number {
  notNegative(n, "n must be a non-negative integer");
  notNegative(k, "k must be a non-negative integer");
  if (k > n) return 0;
  let ways = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    ways = (ways * BigInt(n - i + 1)) / BigInt(i);
    exactInt(ways); // it only grows
  }
  return Number(ways);
}

/** `math.isclose(a, b, rel_tol=relative, abs_tol=absolute)` */
export function mathIsclose(a: number, b: number, relative = 1e-9, absolute = 0): boolean {
  if (relative < 0 || absolute < 0) throw new ValueError("tolerances must be non-negative");
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
}
