/** Python's dictionary: keys by value, tuples too, in the order of their first insertion. */

import { KeyError, RuntimeError } from "./exceptions.js";
import { mapped } from "./iteration.js";
import { keyText } from "./key_text.js";
import type { Writer } from "./text.js";

/** What tells keys apart: tuples by their items, bools as the ints that they are, everything else by itself. */
function identity(key: unknown): unknown {
  if (typeof key === "boolean" || key instanceof Number) return Number(key);
  return Array.isArray(key) ? `(${key.map(part).join()}` : key; // compiled dictionaries never mix tuples and strings
}

function part(item: unknown): string {
  const own = identity(item);
  return typeof own === "string" && !Array.isArray(item) ? JSON.stringify(own) : Array.isArray(item) ? `${own as string})` : String(own);
}

/** How many entries a table has room for. Source: `calculate_log2_keysize`, `USABLE_FRACTION` in CPython's Objects/dictobject.c. */
function room(least: number): number {
  const size = 2 ** (32 - Math.clz32(((least | 8) - 1) | 7));
  return Math.floor((size * 2) / 3);
}

/** A key, its value, and its place among all that were ever set: where an iteration stands that goes on after a change. */
type Entry<K, V> = [key: K, value: V, place: number];

export class Dict<K, V> {
  declare isRecord?: true; // what Keras and tensor functions give: an object for the page
  readonly #entries = new Map<unknown, Entry<K, V>>();
  // As CPython's table of entries: what iterating a dictionary that changes meets depends on it.
  #next = 0; // the place of the next new key
  #room = 0; // new keys until places are given anew, without those of keys that are gone

  constructor(entries: Iterable<readonly [K, V]> = []) {
    if (Array.isArray(entries) && entries.length > 5) this.#room = room((entries.length * 3 + 1) >> 1);
    this.update(entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: K): boolean {
    return this.#entries.has(identity(key));
  }

  /** `dict[key]`; `text` writes the key of an error. */
  item(key: K, text: Writer<K> = keyText): V {
    const entry = this.#entries.get(identity(key));
    if (entry === undefined) throw new KeyError(text(key));
    return entry[1];
  }

  /** `dict.get(key, otherwise)` */
  get(key: K): V | null;
  get<D>(key: K, otherwise: D): V | D;
  get(key: K, otherwise: unknown = null): unknown {
    const entry = this.#entries.get(identity(key));
    return entry === undefined ? otherwise : entry[1];
  }

  /** `dict[key] = value`; a key that is there keeps its place. */
  set(key: K, value: V): void {
    const own = identity(key);
    const entry = this.#entries.get(own);
    if (entry !== undefined) {
      entry[1] = value;
      return;
    }
    if (this.#room === 0) this.#rearrange();
    this.#room--;
    this.#entries.set(own, [key, value, this.#next++]);
  }

  #rearrange(): void {
    this.#next = 0;
    for (const entry of this.#entries.values()) entry[2] = this.#next++;
    this.#room = room(this.size * 3) - this.size;
  }

  /** `dict.setdefault(key, value)` */
  setDefault(key: K, value: V): V {
    if (!this.has(key)) this.set(key, value);
    return this.item(key);
  }

  /** `dict.pop(key)`, `del dict[key]` */
  pop(key: K, text: Writer<K> = keyText): V {
    const value = this.item(key, text);
    this.#entries.delete(identity(key));
    return value;
  }

  /** `dict.pop(key, otherwise)` */
  popOr<D>(key: K, otherwise: D): V | D {
    return this.has(key) ? this.pop(key) : otherwise;
  }

  /** `dict.popitem()`: the last one. */
  popItem(): [K, V] {
    const last = Array.from(this.#entries.entries()).at(-1);
    if (last === undefined) throw new KeyError("'popitem(): dictionary is empty'");
    const [own, [key, value, place]] = last;
    this.#entries.delete(own);
    this.#next = place;
    return [key, value];
  }

  update(entries: Iterable<readonly [K, V]>): void {
    for (const [key, value] of entries) this.set(key, value);
  }

  clear(): void {
    this.#entries.clear();
    this.#next = this.#room = 0;
  }

  copy(): Dict<K, V> {
    return new Dict(this.items());
  }

  /** `this | other` */
  merged(other: Dict<K, V>): Dict<K, V> {
    const both = this.copy();
    both.update(other.items());
    return both;
  }

  /** An iteration, which knows from its start how many entries there are. */
  #walk(): Generator<[K, V]> {
    return this.#walkOf(this.size);
  }

  /** Source: `dictiter_iternextkey` in CPython's Objects/dictobject.c. */
  *#walkOf(size: number): Generator<[K, V]> {
    let left = size;
    let reached = 0;
    this.#expectSize(size);
    for (const [key, value, place] of this.#entries.values()) {
      if (place < reached) continue; // a new key, or one that was moved to where the iteration has been
      if (left-- === 0) throw new RuntimeError("dictionary keys changed during iteration");
      reached = place + 1;
      yield [key, value];
      this.#expectSize(size);
    }
  }

  #expectSize(size: number): void {
    if (this.size !== size) throw new RuntimeError("dictionary changed size during iteration");
  }

  items(): View<[K, V]> {
    return new View(this, () => this.#walk());
  }

  keys(): View<K> {
    return new View(this, () => mapped(this.#walk(), ([key]) => key));
  }

  values(): View<V> {
    return new View(this, () => mapped(this.#walk(), ([, value]) => value));
  }

  [Symbol.iterator](): Iterator<K> {
    return this.keys()[Symbol.iterator]();
  }
}

/** What `dict.items()` and the like give: it follows the dictionary, and may be gone through again. */
export class View<T> implements Iterable<T> {
  readonly #dict: { readonly size: number };
  readonly #walk: () => Iterator<T>;

  constructor(dict: { readonly size: number }, walk: () => Iterator<T>) {
    this.#dict = dict;
    this.#walk = walk;
  }

  get length(): number {
    return this.#dict.size;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#walk();
  }
}
