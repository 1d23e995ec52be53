/**
 * The page's end of the channel to a worker. A function that comes last among the arguments of a call stays on this side:
 * what the worker gives it arrives here, in order with the answers.
 */

import type { Answer, Call } from "./answer.js";

type Ask = (name: string, ...args: unknown[]) => Promise<unknown>;

export function asker(worker: Worker): Ask {
  const waiting = new Map<number, Record<Answer[1], (value: never) => void>>();
  let calls = 0;
  worker.onmessage = ({ data: [id, kind, value] }: MessageEvent<Answer>) => {
    waiting.get(id)?.[kind](value as never);
  };
  return (name, ...args) => new Promise((resolve, reject) => {
    const id = ++calls;
    const news = typeof args.at(-1) === "function" ? args.pop() as () => void : undefined;
    worker.postMessage([id, name, args, !!news] satisfies Call); // throws for what has no clone
    const settle = <T>(then: (value: T) => void) => (value: T): void => {
      if (name !== "open") waiting.delete(id); // which has news for as long as the session is there
      then(value);
    };
    waiting.set(id, {
      news: news!,
      value: settle(resolve),
      error: settle((parts: Error) => reject(Object.assign(new Error(parts.message), parts))),
      thrown: settle(reject),
    });
  });
}
