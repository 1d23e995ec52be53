/** Makes memory that WebGL does not get an error of the call at work; WebGL itself takes a note and goes on with nothing. */

import { NoRoom } from "./room.js";

/** Texels of a texture that is worth a question: the answer waits for the graphics process. */
const LARGE = 2 ** 20;

/** `check` throws if the context is lost. */
export function checkAllocations(gl: WebGL2RenderingContext, check: () => void): void {
  const allocate = gl.texStorage2D.bind(gl);
  gl.texStorage2D = (target, levels, format, width, height) => {
    allocate(target, levels, format, width, height);
    if (width * height < LARGE) return;
    const errors = new Set<number>();
    for (let error; (error = gl.getError()) !== gl.NO_ERROR && !errors.has(error);) errors.add(error);
    check();
    if (errors.has(gl.OUT_OF_MEMORY)) throw new NoRoom(`a texture of ${width} x ${height}, for which the device has no memory`);
  };
}
