/** What one call does to a table of tensors, so that it can be taken back: the cost is the call's, not the table's. */

export class Journal {
  /** New in the table. */
  readonly added = new Set<object>();
  /** Those from before that the call has looked at, and so may have changed, with the references that they had. */
  readonly older = new Map<object, number>();

  look(dataId: object, references: number): void {
    if (!this.added.has(dataId) && !this.older.has(dataId)) this.older.set(dataId, references);
  }

  /** Takes up what a call inside this one did. */
  include(inner: Journal): void {
    for (const dataId of inner.added) this.added.add(dataId);
    for (const [dataId, references] of inner.older) this.look(dataId, references);
  }
}
