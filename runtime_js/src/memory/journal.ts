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
