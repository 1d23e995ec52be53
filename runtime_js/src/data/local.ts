/** Files that no server answers for. An import of node:fs would trip the bundlers of those who embed a bundle. */
export async function readLocal(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === "data:") { // inlined by a bundler; a strict policy lets no page fetch it
    return Uint8Array.from(atob(url.href.split(",")[1]!), (letter) => letter.charCodeAt(0));
  }
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (!fs) throw new Error("no server: browsers read no files for pages. Serve the folder, with `bml serve` or any other server");
  return new Uint8Array(await fs.promises.readFile(url)); // Node's fetch does not read file: URLs
}
