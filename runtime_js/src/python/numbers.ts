/** Python's arithmetic where JavaScript's differs; compiled scripts import what they use. */

/** The int `value`. Beyond 2^53 a number of JavaScript no longer holds every int: an error, not a silent loss. */
export function int(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0; // an int has no -0
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

/** `a % b`: has the sign of `b`. */
export function modulo(a: number, b: number): number {
  const rest = a % divisor(b);
  if (rest === 0) return Number.isInteger(a) && Number.isInteger(b) ? 0 : b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

/** `a // b`: rounds down; by way of the remainder, as CPython does, since `a / b` may round up to the next integer. */
export function floorDivide(a: number, b: number): number {
  const quotient = (a - modulo(a, b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** `range(stop)`, `range(start, stop)`, `range(start, stop, step)` */
export function* range(startOrStop: number, end?: number, step = 1): Generator<number> {
  const [start, stop] = end === undefined ? [0, startOrStop] : [startOrStop, end];
  if (step === 0) throw new RangeError("range() arg 3 must not be zero");
  const count = Math.ceil((stop - start) / step);
  for (let i = 0; i < count; i++) yield start + i * step;
}
