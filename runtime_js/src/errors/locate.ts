/**
 * Errors of a running program name the Python line that they come from: found through the shipped source maps, which
 * are fetched when the first error asks. This runs on the side of the page: of an error that was thrown in the worker,
 * only message, name and stack arrive.
 */

import { original, type SourceMap } from "./source_map.js";

/** A place in the user's file: line and column count from 1, `text` is the line. */
export interface PythonPlace {
  file: string;
  line: number;
  column: number;
  text: string;
}

export interface PythonError extends Error {
  python?: PythonPlace;
}

/** As V8, Firefox and Safari write where a frame is. */
const position = /([a-z-]+:\/\/[^\s()?]+\.js)(?:\?[^\s():]*)?:(\d+):(\d+)/g;

const maps = new Map<string, Promise<SourceMap>>();

/** Node's fetch does not read file: URLs. */
async function readMap(url: string): Promise<SourceMap> {
  if (!url.startsWith("file:")) return (await fetch(url)).json();
  return JSON.parse(await process.getBuiltinModule("node:fs").promises.readFile(new URL(url), "utf8"));
}

/** The Python lines in a stack, the innermost first. */
async function pythonPlaces(stack: string): Promise<PythonPlace[]> {
  const places: PythonPlace[] = [];
  for (const [, url, line, column] of stack.matchAll(position)) {
    if (!maps.has(url!)) maps.set(url!, readMap(`${url}.map`));
    const map = await maps.get(url!)!.catch(() => undefined); // a file of somebody else's has none, and no Python
    const place = map && original(map, +line! - 1, +column! - 1);
    const file = place && map.sources[place.source]!.split("/").pop()!;
    if (file?.endsWith(".py")) {
      const text = map!.sourcesContent[place!.source]!.split("\n")[place!.line]!.trimEnd();
      places.push({ file, line: place!.line + 1, column: place!.column + 1, text });
    }
  }
  return places;
}

/** As bml's compiler shows a place. */
function frame({ file, line, column, text }: PythonPlace): string {
  const margin = " ".repeat(`${line}`.length);
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${margin}--> ${file}:${line}:${column}\n${margin} |\n${line} | ${text}\n${margin} | ${indent}^`;
}

/**
 * Gives `error` its Python line, where its stack has one: as `python`, at the end of its message, and in a stack that
 * shows the line above the JavaScript.
 */
export async function locate(error: PythonError): Promise<void> {
  const { name, message, stack = "" } = error;
  // V8's stack begins with name and message, which may have several lines; others have frames alone.
  const frames = stack.slice(stack.indexOf(message) < 0 ? 0 : stack.indexOf(message) + message.length).split("\n");
  const [python, ...callers] = error.python ? [] : await pythonPlaces(frames.join("\n"));
  if (!python) return;
  const told = `${message} (${python.file}:${python.line})`.trimStart();
  const called = callers.map(({ file, line, text }) => `\n  called from ${file}:${line}: ${text.trim()}`).join("");
  const javascript = frames.filter((line) => line.search(position) >= 0).join("\n");
  Object.assign(error, { message: told, stack: `${name}: ${told}\n${frame(python)}${called}\n${javascript}` });
  Object.defineProperty(error, "python", { value: python }); // as message and stack are: consoles need not list it
}
