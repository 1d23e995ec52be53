/**
 * Runs one call at a time and, of those asked for meanwhile, only the last: what a pen asks for sixty times a second
 * must not queue up behind a slow backend.
 */
export function latest<Args extends unknown[]>(
  call: (...args: Args) => Promise<void>,
  pause = 0, // ms between the end of one call and the start of the next
): (...args: Args) => void {
  let waiting: Args | null = null;
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    try {
      while (waiting) {
        const args: Args = waiting;
        waiting = null;
        await call(...args);
        if (pause && waiting) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } finally {
      busy = false;
    }
  }

  return (...args) => {
    waiting = args;
    if (!busy) void drain();
  };
}
