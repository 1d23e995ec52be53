/**
 * Python's arithmetic where JavaScript's differs; compiled scripts import what they use. Numbers of JavaScript do not say
 * whether they are ints or floats, the compiler does: an int is within 2^53 and never -0.
 */

/** The int `value`. Beyond 2^53 a number of JavaScript no longer holds every int: an error, not a silent loss. */
export function int(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0; // -0 + 0 is 0
  throw new RangeError(`expected an int within 2**53, where numbers of JavaScript are exact, received ${value}.`);
}

function divisor(value: number): number {
  if (value === 0) throw new RangeError("division by zero");
  return value;
}

/** `a / b` */
export function divide(a: number, b: number): number {
  return a / divisor(b);
}

/** `a % b` of floats: has the sign of `b`, a zero too. */
export function floatModulo(a: number, b: number): number {
  const rest = a % divisor(b);
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

/**
 * `a // b` of floats: rounds down. By way of the remainder, since `a / b` may round up to the next integer.
 * Source: `_float_div_mod` in CPython's Objects/floatobject.c.
 */
export function floatFloorDivide(a: number, b: number): number {
  const rest = a % divisor(b);
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `a % b` of ints. */
export function modulo(a: number, b: number): number {
  return floatModulo(a, b) + 0;
}

/** `a // b` of ints. */
export function floorDivide(a: number, b: number): number {
  const rest = a % divisor(b);
  return (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0) + 0;
}

/** `range(stop)`, `range(start, stop)`, `range(start, stop, step)` */
export function* range(startOrStop: number, end?: number, step = 1): Generator<number> {
  const [start, stop] = end === undefined ? [0, startOrStop] : [startOrStop, end];
  if (step === 0) throw new RangeError("range() arg 3 must not be zero");
  const count = Math.ceil((stop - start) / step);
  for (let i = 0; i < count; i++) yield start + i * step;
}
