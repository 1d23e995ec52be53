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

/** Gives each span an offset, so that no two that are in use at once overlap: the largest first, each at the first gap. */
export function place(spans: Span[]): number {
  const placed: Span[] = []; // in the order of their offsets
  let top = 0;
  for (const span of [...spans].sort((a, b) => b.bytes - a.bytes)) {
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

function endOf({ offset, bytes }: Span): number {
  return Math.ceil((offset + bytes) / ALIGNMENT) * ALIGNMENT;
}
