/** `model.fit(x, y)` and the like: data sets of arrays that a script has. */

import type { HostArray } from "../app/contract.js";
import type { Gathered } from "../backends/backend.js";
import { Dataset } from "../data/dataset.js";
import type { NDArray } from "../numpy/array.js";
import { npHost } from "../numpy/tensors.js";
import { ValueError } from "../python/exceptions.js";
import type { State } from "./state.js";

/** The rows of arrays of one length; `shapes` are those that the model expects of an element. */
export function dataOf(run: { readonly state: State }, arrays: NDArray[], shapes: number[][]): Dataset {
  const size = arrays[0]!.shape[0] ?? 0;
  arrays.forEach(({ shape }, at) => {
    const [length, ...element] = shape;
    if (length !== size) {
      throw new ValueError(`Data cardinality is ambiguous. Make sure all arrays contain the same number of samples: ${size}, ${length}`);
    }
    if (`${element}` !== `${shapes[at]!}`) {
      throw new ValueError(`expected an array of shape (None, ${shapes[at]!.join(", ")}), received (${shape.join(", ")})`);
    }
  });
  const hosts = arrays.map(npHost);
  return new Dataset(run.state, { size, load: async () => {}, gather: (rows) => hosts.map((host) => taken(host, rows)) });
}

function taken({ shape: [, ...element], dtype, data }: HostArray, rows: Uint32Array): Gathered {
  const size = element.reduce((product, each) => product * each, 1);
  return {
    shape: [rows.length, ...element],
    dtype,
    fill: (target) => rows.forEach((row, at) => target.set(data.subarray(row * size, (row + 1) * size), at * size)),
  };
}
