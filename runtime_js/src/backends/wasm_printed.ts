/**
 * What the wasm module prints: `write` is WASI's `fd_write`.
 *
 * The C library tries again for as long as less is written than it asked for, so that all of it has to be taken.
 * This file imports nothing: it is part of the script of the module's threads, which stands alone.
 */

/** The longest text that is kept: a kernel that prints in a loop would fill the memory. */
const LONGEST = 2000;

export class Printed {
  readonly #memory: () => WebAssembly.Memory;
  #text = "";

  constructor(memory: () => WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Takes the `count` pieces (address and length, uint32 each) at `pieces`, and stores at `written` how much that was. */
  readonly write = (_file: number, pieces: number, count: number, written: number): number => {
    const { buffer } = this.#memory();
    const view = new DataView(buffer);
    let total = 0;
    for (let piece = 0; piece < count; piece++) {
      const at = (pieces >>> 0) + 8 * piece;
      const length = view.getUint32(at + 4, true);
      // A copy: memory that threads share cannot be decoded in place.
      const bytes = new Uint8Array(buffer, view.getUint32(at, true), length).slice();
      if (this.#text.length < LONGEST) this.#text += new TextDecoder().decode(bytes);
      total += length;
    }
    view.setUint32(written >>> 0, total, true);
    return 0;
  };

  /** What was printed since the last call, without the line's end. */
  take(): string {
    if (this.#text === "") return "";
    const text = this.#text.trim();
    this.#text = "";
    return text;
  }
}
