/** What one call does to a table of tensors, so that it can be taken back: the cost is the call's, not the table's. */

/** tfjs's backends number their tensors in the order in which they make them. */
export interface DataId {
  readonly id: number;
}

export class Journal {
  /** New in the table, with ids above `before`. */
  readonly added: DataId[] = [];
  /** Tensors from before the call whose references it changed, with the number that they had. */
  readonly older = new Map<DataId, number>();

  constructor(readonly before: number) {}

  /** Adds what a call inside this one did. */
  include(inner: Journal): void {
    for (const dataId of inner.added) this.added.push(dataId);
    for (const [dataId, references] of inner.older) {
      if (dataId.id <= this.before && !this.older.has(dataId)) this.older.set(dataId, references);
    }
  }
}

/** What the pieces of one call have done so far. Others use the same tensors between them, so references are counted. */
export class Done {
  readonly #added = new Set<DataId>();
  readonly #references = new Map<DataId, number>(); // to older tensors, that the call still has

  /** Takes up what a piece did. */
  include(piece: Journal, references: (dataId: DataId) => number): void {
    for (const dataId of piece.added) this.#added.add(dataId);
    for (const [dataId, before] of piece.older) {
      if (this.#added.has(dataId)) continue;
      this.#references.set(dataId, (this.#references.get(dataId) ?? 0) + references(dataId) - before);
    }
  }

  /** Frees what the pieces have added, and gives their references back, once. */
  takeBack(references: (dataId: DataId) => number, free: (dataId: DataId, force: boolean) => void): void {
    for (const dataId of this.#added) if (references(dataId) > 0) free(dataId, true);
    for (const [dataId, count] of this.#references) for (let i = 0; i < count; i++) free(dataId, false);
    this.#added.clear();
    this.#references.clear();
  }
}
