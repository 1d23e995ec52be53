/** Tells graphics drivers that draw on the CPU, which are slower than the wasm backend there. */

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

/** The name of such a driver; drivers themselves tell their versions too, in several brackets. */
export function softwareName(renderer: string): string | undefined {
  return SOFTWARE.exec(renderer)?.[0];
}
