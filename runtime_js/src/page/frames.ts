/** Work for the next frame: what a run says thousands of times a second is drawn sixty times. */

export interface PerFrame {
  /** Asks for the work; before the next frame, asking again changes nothing. */
  ask(): void;
  /** Does it at once. */
  now(): void;
  cancel(): void;
}

export function perFrame(work: () => void): PerFrame {
  let frame = 0;
  function cancel(): void {
    cancelAnimationFrame(frame);
    frame = 0;
  }
  function now(): void {
    cancel();
    work();
  }
  return {
    ask() {
      frame ||= requestAnimationFrame(now);
    },
    now,
    cancel,
  };
}
