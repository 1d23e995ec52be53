/**
 * Errors of a running program name the Python line that they come from: found through the shipped source maps, which
 * are fetched when the first error asks. This runs on the side of the page: of an error that was thrown in the worker,
 * only message, name and stack arrive.
 */

import { original, type SourceMap } from "./source_map.js";

/** A place in the user's file: line and column count from 1, `text` is the line, empty where the maps leave it out. */
export interface PythonPlace {
  file: string;
  line: number;
  column: number;
  text: string;
}

export interface ProgramError extends Error {
  python?: PythonPlace;
}

/** As V8, Firefox and Safari write where a frame is. */
const position = /([a-z-]+:\/\/[^\s()?]+\.js)(?:\?[^\s():]*)?:(\d+):(\d+)/g;

const maps = new Map<string, Promise<SourceMap>>();

/** The map of the script at `url`. */
async function readMap(url: string): Promise<SourceMap> {
  const map = `${url}.map`;
  if (url.startsWith("file:")) { // which Node's fetch does not read
    return JSON.parse(await process.getBuiltinModule("node:fs").promises.readFile(new URL(map), "utf8"));
  }
  const response = await fetch(map).catch((error: unknown) => {
    maps.delete(url); // there may be a connection again when the next error asks
    throw error;
  });
  return response.json();
}

/** Whether a script is of an origin that the program comes from: nobody else's server is asked for anything. */
function isOurs(url: string, homes: (string | undefined)[]): boolean {
  return homes.some((home) => home && new URL(home).origin === new URL(url).origin);
}

/** The Python lines in a stack, the innermost first, and the files that its maps know. */
async function read(stack: string, homes: (string | undefined)[]): Promise<{ places: PythonPlace[]; files: Map<string, string[]> }> {
  const places: PythonPlace[] = [];
  const files = new Map<string, string[]>();
  for (const [, url, line, column] of stack.matchAll(position)) {
    if (!isOurs(url!, homes)) continue;
    if (!maps.has(url!)) maps.set(url!, readMap(url!));
    const map = await maps.get(url!)!.catch(() => undefined); // a file of somebody else's has none, and no Python
    if (!map) continue;
    const names = map.sources.map((source) => source.split("/").pop()!);
    names.forEach((name, i) => files.set(name, map.sourcesContent?.[i]?.split("\n") ?? []));
    const place = original(map, +line! - 1, +column! - 1);
    const file = place && names[place.source]!;
    if (file?.endsWith(".py")) {
      const text = files.get(file)![place!.line]?.trimEnd() ?? "";
      const [line, column, last] = [place!.line + 1, place!.column + 1, places.at(-1)];
      if (file === last?.file && line === last.line && column === last.column) continue; // a line's run of kernels, in a function of its own
      places.push({ file, line, column, text });
    }
  }
  return { places, files };
}

/** The place that a message begins with, where it does: "mnist_cnn.py:23: log gave 3 NaN". */
function named(message: string, files: Map<string, string[]>): PythonPlace | undefined {
  const [, file, line] = /^(?:BML\d+: )?([^\s:]+\.py):(\d+): /.exec(message) ?? [];
  const text = files.get(file!)?.[+line! - 1]?.trimEnd() ?? "";
  return file === undefined ? undefined : { file, line: +line!, column: text.search(/\S|$/) + 1, text };
}

/** As bml's compiler shows a place. */
function frame({ file, line, column, text }: PythonPlace): string {
  const margin = " ".repeat(`${line}`.length);
  const arrow = `${margin}--> ${file}:${line}:${column}`;
  if (!text) return arrow;
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${arrow}\n${margin} |\n${line} | ${text}\n${margin} | ${indent}^`;
}

/**
 * Gives `error` its Python line, where its stack has one: as `python`, at the end of a message that does not begin with
 * it, and in a stack that shows the line above the JavaScript. `home`: where the program is, if not where this file is.
 */
export async function locate(error: ProgramError, home?: string): Promise<void> {
  const { name, message, stack = "" } = error;
  // V8's stack begins with name and message, which may have several lines; others have frames alone.
  const frames = stack.slice(stack.indexOf(message) < 0 ? 0 : stack.indexOf(message) + message.length).split("\n");
  const { places, files } = await read(error.python ? "" : frames.join("\n"), [import.meta.url, home]);
  const blamed = named(message, files);
  const python = blamed ?? places.shift();
  if (!python) return;
  const told = blamed ? message : `${message} (${python.file}:${python.line})`.trimStart();
  const called = places.map(({ file, line, text }) => `\n  called from ${file}:${line}${text && `: ${text.trim()}`}`).join("");
  const javascript = frames.filter((line) => line.search(position) >= 0).join("\n");
  Object.assign(error, { message: told, stack: `${name}: ${told}\n${frame(python)}${called}\n${javascript}` });
  Object.defineProperty(error, "python", { value: python }); // as message and stack are: consoles need not list it
}
