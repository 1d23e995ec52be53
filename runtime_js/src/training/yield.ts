/** Turns of the event loop for what has arrived meanwhile: a click, a message to the worker, a call. */

/** Milliseconds for which steps and calls may follow each other without one. */
const PATIENCE = 4;

let since: number | undefined; // when somebody first asked after the last turn
let port: MessagePort | undefined;
const waiting: (() => void)[] = []; // in the order in which they asked

/** Calls back in the next turn, without the 4 ms that setTimeout waits. */
function inNextTurn(callback: () => void): void {
  if ("setImmediate" in globalThis) return void setImmediate(callback); // Node, which an open port would keep from its end
  if (!port) {
    const { port1, port2 } = new MessageChannel(); // one for all: to make it takes longer than a small prediction
    port1.onmessage = () => waiting.shift()!();
    port = port2;
  }
  waiting.push(callback);
  port.postMessage(0);
}

/** Whether the event loop had no turn for so long that it must have one before the next step or call. */
export function yieldIsDue(): boolean {
  const now = performance.now();
  if (since === undefined) {
    since = now;
    inNextTurn(() => { since = undefined; });
  }
  return now - since > PATIENCE;
}

/** Lets the event loop run what has arrived before this call. */
export function yieldToEvents(): Promise<void> {
  return new Promise(inNextTurn);
}
