/**
 * Python's `math.hypot`, to the last digit, which JavaScript's own leaves open: a search that compares lengths takes the
 * same turns. Source: CPython's `vector_norm`, which squares without loss (Veltkamp, Dekker) and corrects the root once.
 */

const SPLITTER = 2 ** 27 + 1;
const LEAST_NORMAL = 2 ** -1022;

/** `math.hypot(*coordinates)` */
export function mathHypot(...coordinates: number[]): number {
  const sizes = coordinates.map(Math.abs);
  if (sizes.includes(Infinity)) return Infinity;
  const largest = sizes.reduce((a, b) => (b > a ? b : a), 0);
  if (sizes.some(Number.isNaN)) return NaN;
  if (largest === 0 || sizes.length < 2) return largest;
  // A power of two changes no digit, and keeps the squares within range.
  const scale = largest < LEAST_NORMAL ? 2 ** 1000 : 2 ** -(Math.floor(Math.log2(largest)) + 1);
  const sum = new ExactSum();
  for (const size of sizes) sum.addSquare(size * scale, 1);
  const root = Math.sqrt(sum.value());
  sum.addSquare(root, -1);
  return (root + sum.value() / (2 * root)) / scale;
}

/** A sum of squares with what each addition loses. It begins with 1, which is more than any of them. */
class ExactSum {
  private sum = 1;
  private lost = [0, 0, 0];

  addSquare(x: number, sign: number): void {
    const shifted = x * SPLITTER;
    const high = shifted - (shifted - x);
    const low = x - high;
    this.add(sign * high * high, 0);
    this.add(sign * 2 * high * low, 1);
    this.lost[2]! += sign * low * low;
  }

  value(): number {
    return this.sum - 1 + (this.lost[0]! + this.lost[1]! + this.lost[2]!);
  }

  private add(term: number, place: 0 | 1): void {
    const before = this.sum;
    this.sum += term;
    this.lost[place]! += before - this.sum + term;
  }
}
