/** The page's side of a worker. */

import { proxy, wrap, type Remote } from "comlink";

import type { Listener, OpenOptions, OpenSession } from "../training/open.js";
import type { Session } from "../training/session.js";

/** A session on the other side, or on this one: the same calls, all of them promises. */
export type SessionHandle = Pick<Remote<Session>, "info" | "run" | "command" | "call" | "report" | "memory" | "getWeights"
  | "setWeights" | "close">;

export interface Connection {
  session: SessionHandle;
  end(): void;
}

// A worker that a policy forbids may neither start nor say so; its file is small, so this is ample on a slow line.
const patience = 15_000;

/** A worker that runs `chunks/session.js` of some build. */
export interface Started {
  build: string;
  open(options: OpenOptions, tell: Listener): Promise<Connection>;
  end(): void;
}

/** Starts a worker; rejects with a reason that is fit for a notice where none can be had. Opens a session in it later. */
export async function connect(makeWorker: () => Worker): Promise<Started> {
  const worker = makeWorker(); // throws where the page may not start one: another origin's file, file:
  const end = (): void => worker.terminate();
  const remote = wrap<{ build: string; open: OpenSession }>(worker);
  const build = await new Promise<string>((resolve, reject) => {
    setTimeout(() => reject(new Error("it does not answer")), patience);
    worker.onerror = ({ message }) => reject(new Error(message || "its file did not load"));
    remote.build.then(resolve);
  }).catch((error) => {
    end();
    throw error;
  });

  return {
    build,
    end,
    async open(options, tell) {
      try {
        return { session: await remote.open(options, proxy(tell)) as unknown as SessionHandle, end };
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}
