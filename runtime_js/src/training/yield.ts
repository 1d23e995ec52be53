/** Lets the event loop run what has arrived (a click, a message to the worker) without the 4 ms that setTimeout waits. */
export function yieldToEvents(): Promise<void> {
  if ("setImmediate" in globalThis) return new Promise((resolve) => void setImmediate(resolve)); // Node
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
