/** Starts a worker from a file of the bundle, wherever the bundle is hosted. */

/**
 * A browser starts no worker from another origin's file, but one of this origin may import it: a script of one line, where
 * the policy allows workers from blob: URLs.
 *
 * @param url Where the file is, unless a bundler moved it.
 * @param own Starts the worker with a literal URL, which is how bundlers find the file.
 */
export function startWorker(url: URL, name: string, own = () => new Worker(url, { type: "module", name })): Worker {
  if (!url.protocol.startsWith("http") || url.origin === globalThis.origin) return own();
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, { type: "module", name });
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
