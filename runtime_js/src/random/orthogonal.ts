/** Orthogonal matrices of initializers, linked where a line of a script makes a variable that begins with one. */

import type { Drawn } from "./initializers.js";
import { normals as plain } from "./normals.js";

/** What `u` gives for each element, as `normals.ts` has it, and orthogonal rows or columns: Keras's `Orthogonal`. */
export function normals(u: number[], initializer: Drawn): Float32Array {
  if (initializer.name !== "orthogonal") return plain(u, initializer);
  const width = initializer.width!, height = u.length / width;
  const [rows, columns] = [Math.max(width, height), Math.min(width, height)];
  const drawn = plain(u, { ...initializer, name: "normal", mean: 0, stddev: 1 });
  const basis: number[][] = [];
  for (let j = 0; j < columns; j++) { // Gram and Schmidt, twice: what rounding leaves of the others goes, too
    let column = Array.from({ length: rows }, (_, i) => drawn[i * columns + j]!);
    for (const other of [...basis, ...basis]) {
      const share = other.reduce((sum, x, i) => sum + x * column[i]!, 0);
      column = column.map((x, i) => x - share * other[i]!);
    }
    const length = Math.hypot(...column);
    basis.push(column.map((x) => x / length));
  }
  return Float32Array.from(u, (_, e) => {
    const row = Math.floor(e / width), column = e % width;
    return initializer.stddev * (height < width ? basis[row]![column]! : basis[column]![row]!);
  });
}
