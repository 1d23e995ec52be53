/** The worker's end of the channel to its page. */

export type Call = [id: number, name: string, args: unknown[], listens: boolean];
/** An error goes in parts, since its clone would lose its name. */
export type Answer = [id: number, kind: "news" | "value" | "error" | "thrown", value: unknown];

/** `answer` gets the name of each call and its arguments. */
export function answerCalls(answer: (name: string, args: never[]) => unknown): void {
  const page = globalThis as unknown as Worker;
  page.onmessage = async ({ data: [id, name, args, listens] }: MessageEvent<Call>) => {
    const post = (kind: Answer[1], value: unknown): void => page.postMessage([id, kind, value] satisfies Answer);
    if (listens) args.push((value: unknown) => post("news", value));
    try {
      post("value", await answer(name, args as never[]));
    } catch (error) {
      if (!(error instanceof Error)) return post("thrown", error);
      const { message, name, stack } = error;
      post("error", { message, name, stack });
    }
  };
}
