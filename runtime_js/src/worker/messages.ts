/** What a page and its worker send each other. Messages arrive in the order in which they were sent. */

/** A call of a session, or of what opens one. */
export interface Question {
  id: number;
  method: string;
  args: unknown[];
  /** Whether the last argument is a function, which stays on the page: what it is called with comes as news. */
  tells: boolean;
}

/** News come before the value or the error. Of an error there are name, message and stack, of which a clone would lose some. */
export type Answer = { id: number } & ({ kind: "news" | "value"; value: unknown } | { kind: "error"; value: Partial<Error> });
