/**
 * Counted references of what scripts hold: tensors, and the lists, tuples, dictionaries and records that hold them.
 *
 * The backend counts the references of tensors. A container is made with one reference; its items are dropped with its
 * last one. Whatever else a value may be (a number, a string, nothing) is counted by nobody.
 */

import type { Backend, Tensor } from "../backends/backend.js";

/** Python's dictionary, and whatever else gives its values like it. */
interface Values {
  values(): Iterable<unknown>;
}

export class References {
  readonly #backend: Pick<Backend, "retain" | "dispose">;
  /** References beyond the first. */
  readonly #more = new WeakMap<object, number>();

  constructor(backend: Pick<Backend, "retain" | "dispose">) {
    this.#backend = backend;
  }

  /** The value, with a reference more. */
  retain<T>(value: T): T {
    if (isTensor(value)) this.#backend.retain(value);
    else if (isContainer(value)) this.#more.set(value, (this.#more.get(value) ?? 0) + 1);
    return value;
  }

  /** Gives up a reference of each value: `[x, y] = drop(x, y)` also clears the names. */
  drop(...values: unknown[]): [] {
    for (const value of values) {
      if (isTensor(value)) this.#backend.dispose(value);
      else if (isContainer(value)) this.#dropContainer(value);
    }
    return [];
  }

  /** Gives up a reference of the value before, and gives the next one: `x = replace(x, f(x))`. */
  replace<T>(before: unknown, next: T): T {
    this.drop(before);
    return next;
  }

  /** A fresh shallow copy of a container, whose items get a reference more. */
  adopt<T extends object>(copy: T): T {
    for (const item of itemsOf(copy)) this.retain(item);
    return copy;
  }

  #dropContainer(container: object): void {
    const more = this.#more.get(container);
    if (more === undefined) for (const item of itemsOf(container)) this.drop(item);
    else if (more === 1) this.#more.delete(container);
    else this.#more.set(container, more - 1);
  }
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function itemsOf(container: object): Iterable<unknown> {
  if (Array.isArray(container)) return container;
  return "values" in container ? (container as Values).values() : Object.values(container);
}
