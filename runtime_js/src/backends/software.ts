/** Tells graphics drivers that draw on the CPU, which are slower than the wasm backend there. */

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

export function isSoftware(renderer: string): boolean {
  return SOFTWARE.test(renderer);
}
