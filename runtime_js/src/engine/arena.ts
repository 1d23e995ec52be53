/** Places for blocks in one stretch of memory, by when they are in use. */

/** In use from operation `first` on, up to but without operation `end`. */
export interface Span {
  readonly bytes: number;
  readonly first: number;
  readonly end: number;
  /** Where it lies, once it has a place. */
  offset: number;
}

/** Of a vector. */
const ALIGNMENT = 16;

/** The most bytes that are in use at once. */
export function mostAtOnce(spans: Span[]): number {
  const changes = new Map<number, number>();
  for (const { bytes, first, end } of spans) {
    changes.set(first, (changes.get(first) ?? 0) + bytes);
    changes.set(end, (changes.get(end) ?? 0) - bytes);
  }
  let now = 0, most = 0;
  for (const time of [...changes.keys()].sort((a, b) => a - b)) most = Math.max(most, now += changes.get(time)!);
  return most;
}

/** The orders to begin with: the longest in use first, the largest, or what is both. */
const ORDERS: ((a: Span, b: Span) => number)[] = [
  (a, b) => lifeOf(b) - lifeOf(a) || b.bytes - a.bytes,
  (a, b) => b.bytes - a.bytes,
  (a, b) => b.bytes * lifeOf(b) - a.bytes * lifeOf(a),
];
/** No more than what is in use at once by this factor needs no better order. */
const ENOUGH = 1.05;
/** How often an order is changed, and how many comparisons all of that may take. */
const CHANGES = 40, COMPARISONS = 2e6;

/**
 * Gives each span an offset, so that no two that are in use at once overlap, and returns where the last one ends. Each comes to the
 * first gap among those before it. Where that wastes room, the one that ends last comes first instead.
 */
export function place(spans: Span[]): number {
  const enough = ENOUGH * mostAtOnce(spans.map((span) => ({ ...span, bytes: aligned(span.bytes) })));
  let least = Infinity, offsets: number[] = [], left = COMPARISONS;
  for (const compare of ORDERS) {
    const order = [...spans].sort(compare);
    for (let change = 0; change < CHANGES && least > enough && left > 0; change++, left -= spans.length ** 2) {
      const top = placeInOrder(order);
      if (top < least) [least, offsets] = [top, spans.map(({ offset }) => offset)];
      const last = order.findIndex((span) => endOf(span) === top);
      order.unshift(...order.splice(last, 1));
    }
  }
  spans.forEach((span, i) => (span.offset = offsets[i]!));
  return least;
}

function placeInOrder(spans: Span[]): number {
  const placed: Span[] = []; // in the order of their offsets
  let top = 0;
  for (const span of spans) {
    let offset = 0;
    for (const other of placed) {
      if (other.first >= span.end || span.first >= other.end) continue;
      if (other.offset - offset >= span.bytes) break;
      offset = Math.max(offset, endOf(other));
    }
    span.offset = offset;
    const before = placed.findIndex((other) => other.offset > offset);
    placed.splice(before < 0 ? placed.length : before, 0, span);
    top = Math.max(top, endOf(span));
  }
  return top;
}

function lifeOf({ first, end }: Span): number {
  return Math.min(end, Number.MAX_SAFE_INTEGER) - first;
}

function endOf({ offset, bytes }: Span): number {
  return aligned(offset + bytes);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
