/**
 * The table of a backend's tensors, in the place of tfjs's `DataStorage` (the rewrite points its imports here).
 *
 * tfjs keeps a WeakMap and a count, and moves data between backends on a miss. Nothing moves here; the table can be walked,
 * to count live bytes, and keeps a journal of the call at work, so that `Backend.invoke` can take back one that threw.
 */

import { Journal, type DataId, type Done } from "./journal.js";

/** What tfjs's backends keep per tensor; the fields that accounting needs. */
export interface StoredTensor {
  refCount: number;
  dtype: string;
  /** cpu keeps no shape. */
  shape?: number[];
  /** Host-side data: always on cpu; elsewhere until the upload and after a read. */
  values?: ArrayLike<unknown> | null;
}

export class DataStorage<T extends StoredTensor = StoredTensor> {
  private readonly entries = new Map<DataId, T>();
  private newest = -1; // the largest id so far
  private journal: Journal | undefined; // of the call at work

  get(dataId: DataId): T {
    const entry = this.entries.get(dataId);
    if (entry === undefined) {
      throw new Error(`expected a live tensor, received one that was already freed (${JSON.stringify(dataId)})`);
    }
    return entry;
  }

  set(dataId: DataId, entry: T): void {
    if (dataId.id > this.newest) {
      this.newest = dataId.id;
      this.journal?.added.push(dataId);
    }
    this.entries.set(dataId, entry);
  }

  /** To be called before the references to a tensor change. */
  willChange(dataId: DataId): void {
    if (this.journal !== undefined && dataId.id <= this.journal.before) this.note(this.journal, dataId);
  }

  private note({ older }: Journal, dataId: DataId): void {
    const entry = this.entries.get(dataId);
    if (entry !== undefined && !older.has(dataId)) older.set(dataId, entry.refCount);
  }

  has(dataId: DataId): boolean {
    return this.entries.has(dataId);
  }

  delete(dataId: DataId): boolean {
    return this.entries.delete(dataId);
  }

  numDataIds(): number {
    return this.entries.size;
  }

  /** Logical bytes (elements times their size) of the tensors that somebody still refers to. */
  liveBytes(): number {
    let bytes = 0;
    for (const entry of this.entries.values()) {
      // A GPU backend keeps freed tensors until their commands were submitted.
      if (entry.refCount > 0) bytes += elements(entry) * (entry.dtype === "bool" ? 1 : 4);
    }
    return bytes;
  }

  /**
   * Calls `fn`, and `made` for each tensor that it leaves in the table; if it throws, frees what it added, with `free`, and
   * takes back its references to what is older. Of a call in pieces `fn` is one: `done` is what those before it did, which
   * is taken back too.
   */
  attempt<R>(fn: () => R, free: (dataId: DataId, force: boolean) => void, made?: (dataId: DataId) => void, done?: Done): R {
    const outer = this.journal;
    const journal = this.journal = new Journal(this.newest);
    const references = (dataId: DataId): number => this.entries.get(dataId)?.refCount ?? 0;
    try {
      const result = fn();
      outer?.include(journal);
      done?.include(journal, references);
      if (made) for (const dataId of journal.added) if (this.entries.has(dataId)) made(dataId);
      return result;
    } catch (error) {
      this.journal = undefined;
      for (const dataId of journal.added) if (references(dataId) > 0) free(dataId, true);
      for (const [dataId, before] of journal.older) {
        const entry = this.entries.get(dataId);
        if (entry !== undefined) entry.refCount = before;
      }
      done?.takeBack(references, free);
      throw error;
    } finally {
      this.journal = outer;
    }
  }
}

function elements(entry: StoredTensor): number {
  if (entry.shape !== undefined) return entry.shape.reduce((size, dimension) => size * dimension, 1);
  return entry.values?.length ?? 0;
}

/** The base class of tfjs's backends. Theirs only throws "not yet implemented" for what a backend lacks. */
export class KernelBackend {}
