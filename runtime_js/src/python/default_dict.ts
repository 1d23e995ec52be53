/** Python's `collections.defaultdict` and `Counter`: dictionaries that have a value for a key that is not there. */

import { Dict } from "./dict.js";
import { AttributeError } from "./exceptions.js";
import { dictText, type Writer } from "./text.js";

export class DefaultDict<K, V> extends Dict<K, V> {
  readonly #make: () => V;
  readonly factory: string;

  /** `factory`: how Python writes what makes the values. */
  constructor(make: () => V, factory = "", entries: Iterable<readonly [K, V]> = []) {
    super(entries);
    this.#make = make;
    this.factory = factory;
  }

  /** `dict[key]`, which sets it where it is not there. */
  ask(key: K): V {
    if (!this.has(key)) this.set(key, this.#make());
    return this.item(key);
  }

  override copy(): DefaultDict<K, V> {
    return new DefaultDict(this.#make, this.factory, this.items());
  }
}

export class Counter<K> extends Dict<K, number> {
  constructor(values: Iterable<K> = []) {
    super();
    this.add(values);
  }

  /** `counter[key]`: 0 where it is not there, and stays so. */
  ask(key: K): number {
    return this.get(key, 0);
  }

  /** `counter.update(values)`, `counter.subtract(values)` with -1. */
  add(values: Iterable<K>, by = 1): void {
    for (const key of values) this.set(key, this.ask(key) + by);
  }

  /** The same of a dictionary of counts. */
  addCounts(counts: Dict<K, number>, by = 1): void {
    for (const [key, count] of counts.items()) this.set(key, this.ask(key) + by * count);
  }

  /** `counter.most_common(count)`: those that are as frequent in the order in which they came. */
  mostCommon(count: number | null = null): [K, number][] {
    const all = [...this.items()].sort(([, one], [, other]) => other - one);
    return count === null ? all : all.slice(0, Math.max(count, 0));
  }

  /** `counter.elements()` */
  *elements(): Generator<K> {
    for (const [key, count] of this.items()) for (let k = 0; k < count; k++) yield key;
  }

  total(): number {
    return [...this.values()].reduce((sum, each) => sum + each, 0);
  }

  override copy(): Counter<K> {
    const made = new Counter<K>();
    made.update(this.items());
    return made;
  }
}

/** `dict[key]` of a dictionary that may have a value for other keys. */
export function asked<K, V>(dict: Dict<K, V>, key: K, text?: Writer<K>): V {
  return dict instanceof DefaultDict || dict instanceof Counter ? (dict.ask(key) as V) : dict.item(key, text);
}

/** A dictionary of which a method of Counter's is asked. */
export function counterOf<K>(dict: Dict<K, number>, method: string): Counter<K> {
  if (dict instanceof Counter) return dict as Counter<K>;
  const kind = dict instanceof DefaultDict ? "collections.defaultdict" : "dict";
  throw new AttributeError(`'${kind}' object has no attribute '${method}'`);
}

/** `dict.update(other)`, where a Counter adds up. */
export function updateDict<K>(dict: Dict<K, number>, other: Dict<K, number>): void {
  if (dict instanceof Counter) dict.addCounts(other);
  else dict.update(other.items());
}

/** The `repr` of any of them. */
export function anyDictText<K, V>(key: Writer<K>, value: Writer<V>): Writer<Dict<K, V>> {
  const plain = dictText(key, value);
  return (dict) => {
    if (dict instanceof DefaultDict) return `defaultdict(${dict.factory}, ${plain(dict)})`;
    if (!(dict instanceof Counter)) return plain(dict);
    return dict.size ? `Counter(${plain(new Dict(dict.mostCommon()) as unknown as Dict<K, V>)})` : "Counter()";
  };
}
