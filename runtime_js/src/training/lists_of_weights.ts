/** `model.set_weights(weights)` of a list that the script fills. Linked where scripts call it so. */

import { ValueError } from "../python/exceptions.js";

/**
 * Raises unless a list has an array or a tensor of each of these shapes.
 *
 * @throws ValueError as Keras raises it, before any weight is set.
 */
export function expectWeights(weights: readonly { readonly shape: readonly number[] }[], shapes: readonly number[][]): void {
  if (weights.length !== shapes.length) {
    throw new ValueError(`set_weights expects ${shapes.length} weights, received a list of ${weights.length}`);
  }
  weights.forEach(({ shape }, k) => {
    if (`${shape}` !== `${shapes[k]!}`) {
      throw new ValueError(`set_weights expects a weight of shape (${shapes[k]!.join(", ")}), received (${shape.join(", ")})`);
    }
  });
}
