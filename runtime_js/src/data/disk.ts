/** Node's fetch does not read file: URLs. An import of node:fs would trip the bundlers of those who embed a bundle. */
export async function readFromDisk(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await process.getBuiltinModule("node:fs").promises.readFile(url));
}
