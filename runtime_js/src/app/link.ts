/**
 * The way to a session, in a worker or on this thread. Whatever is asked through it settles: with the answer or, once
 * the app is disposed or its worker has ended by itself, with the reason why none will come.
 */

import type { Listener, OpenOptions } from "../training/open.js";
import type { Connection, SessionHandle } from "../worker/connect.js";

/** A worker that does not come to its end in this time (ms) is in a call that nothing can stop, and is ended by force. */
const PATIENCE = 10_000;

const DISPOSED = "This app was disposed. Call load() for a new one.";

export class Link {
  /** The URL of the program. */
  readonly home: string;
  readonly #connection: Connection;
  readonly #waiting = new Set<(reason: Error) => void>();
  #session!: SessionHandle;
  #over = ""; // why nothing is answered any more
  #failed = false; // it ended without being asked to
  #closing: Promise<void> | undefined;

  private constructor(connection: Connection, home: string) {
    this.home = home;
    this.#connection = connection;
    connection.onend((reason) => {
      this.#failed ||= !this.#over;
      this.#end(reason);
    });
  }

  static async open(connection: Connection, options: OpenOptions, tell: Listener): Promise<Link> {
    const link = new Link(connection, options.bundle);
    try {
      link.#session = await link.#settled(connection.open(options, tell));
      return link;
    } catch (error) {
      link.#end(DISPOSED);
      throw error;
    }
  }

  /** Whether what is asked is sent to a worker. */
  get isRemote(): boolean {
    return this.#connection.canForce;
  }

  ask<T>(question: (session: SessionHandle) => T): Promise<Awaited<T>> {
    const reason = this.#over || (this.#closing && DISPOSED);
    if (reason) return Promise.reject(this.#refusal(reason));
    return this.#settled(new Promise<T>((resolve) => resolve(question(this.#session))) as Promise<Awaited<T>>);
  }

  /** Ends the session, once; what is in flight settles before this does. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    if (this.#over) return; // it ended by itself
    let timer: ReturnType<typeof setTimeout>;
    const limit = new Promise<void>((resolve) => { timer = setTimeout(resolve, PATIENCE); });
    const closed = this.#settled(Promise.resolve(this.#session.close())).catch((error) => {
      if (!this.#over) throw error; // otherwise it ended while it was closing, which is as good
    });
    try {
      await (this.#connection.canForce ? Promise.race([closed, limit]) : closed);
    } finally {
      clearTimeout(timer!);
      this.#end(DISPOSED);
    }
  }

  #settled<T>(answer: Promise<T>): Promise<T> {
    // Not Promise.race with one promise for the end: that would keep every answer for as long as the app lives.
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      answer.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** "WorkerEnded" tells those who look that the weights are gone. */
  #refusal(reason: string): Error {
    return Object.assign(new Error(reason), this.#failed && { name: "WorkerEnded" });
  }

  #end(reason: string): void {
    this.#over ||= reason;
    this.#connection.end();
    for (const reject of this.#waiting) reject(this.#refusal(this.#over));
    this.#waiting.clear();
  }
}
