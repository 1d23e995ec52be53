/** What a page and its worker say to each other. Types only. */

/** The page asks for a member of the session, by name. `listens`: the last argument is a function, which stays on the page. */
export interface Question {
  id: number;
  name: string;
  args: unknown[];
  listens: boolean;
}

/** The page has taken an event: whoever sent it may go on. */
export interface Receipt {
  heard: number;
}

/** Of an error; browsers copy only some names, and not all of them the stack. */
export type Failure = Pick<Error, "name" | "message" | "stack">;

/** The worker answers the question `id`, or calls the function that came with it. */
export type Answer = { id: number } & ({ value: unknown } | { error: Failure } | { event: unknown; number: number });
