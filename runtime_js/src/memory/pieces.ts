/**
 * Tensor functions that look at a value while they run, on a device that tells values later. Such a function is a generator
 * and yields the tensor that it has to look at: what it does between two looks is a piece. While a value is on its way the
 * session may do other things, with the variables as they were before the call; a throw takes back what all pieces did.
 */

import type { Backend, Tensor } from "../backends/backend.js";
import { Done } from "./journal.js";
import type { Seeds } from "./instance.js";
import type { Pieces } from "./loop.js";

type Results = [results: Tensor[], updates: Tensor[]];

/** Where a call may have to wait between two of its pieces, or to end. */
export interface Gate {
  gate(): Promise<void>;
}

/** `fn` as a function that gives a promise. Its inputs may be replaced and disposed of while it is at work. */
export function inPieces(backend: Backend, fn: (inputs: Tensor[], captures: Tensor[], seeds?: Seeds) => Pieces<Results>) {
  return async (inputs: Tensor[], captures: Tensor[], seeds?: Seeds, reins?: Gate): Promise<Results> => {
    const [held, captured] = [inputs, captures].map((tensors) => tensors.map((tensor) => backend.retain(tensor))) as [Tensor[], Tensor[]];
    const done = new Done();
    try {
      await undefined; // the pieces are calls of their own, not parts of the one that asks for them
      const pieces = fn(held, captured, seeds);
      let piece = backend.invoke(() => pieces.next(), done);
      while (!piece.done) {
        const [, values] = await Promise.all([backend.verify(), backend.read(piece.value as Tensor)]);
        await reins?.gate();
        piece = backend.invoke(() => pieces.next(values[0] !== 0), done);
      }
      return piece.value;
    } catch (error) {
      return backend.invoke<Results>(() => { throw error; }, done); // where no piece threw, but what is between them
    } finally {
      backend.dispose(...held, ...captured);
    }
  };
}
