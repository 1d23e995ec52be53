/** Starts a worker from a file of the bundle, wherever the bundle is hosted. */

/**
 * A browser starts no worker from another origin's file, but one of this origin may import it: a script of one line, where
 * the policy allows workers from blob: (in sandboxed frames data:) URLs.
 *
 * @param url Where the file is, unless a bundler moved it.
 * @param own Starts the worker with a literal URL, which is how bundlers find the file.
 */
export function startWorker(url: URL, name: string, own = () => new Worker(url, { type: "module", name })): Worker {
  if (!url.protocol.startsWith("http") || url.origin === globalThis.origin) return own();
  const script = `import ${JSON.stringify(url.href)};`;
  // A sandboxed frame has no origin of its own, which its blobs' could be; Chromium starts workers of data: URLs there.
  const address = globalThis.origin === "null" ? `data:text/javascript,${encodeURIComponent(script)}`
    : URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module", name });
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
