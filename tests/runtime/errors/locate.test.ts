/** Errors get their Python line, from the stacks of each engine. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { pathToFileURL } from "node:url";

import { locate, type ProgramError } from "@bml/runtime/errors/locate.js";

const folder = mkdtempSync(join(tmpdir(), "bml-locate-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => pathToFileURL(join(folder, name)).href;
const python = "def train():\n    best = digits[7]\n\treturn best / 0\n";
// Line 1 of program.js: from column 0 on line 2 of the file, from column 8 on line 3; line 2 is the runtime's.
writeFileSync(join(folder, "program.js.map"), JSON.stringify({
  sources: ["../../work/src/loops.py", "../../runtime/numbers.ts"],
  sourcesContent: [python, "export {}"],
  mappings: "AACI,QACH;ACAA",
}));
writeFileSync(join(folder, "lines.js.map"), JSON.stringify({ sources: ["../../work/src/loops.py"], mappings: "AACI,QACH" }));

/** An error as it arrives from a worker: an Error whose message, name and stack were set. */
function arrived(name: string, message: string, stack: string): ProgramError {
  return Object.assign(new Error(message), { name, message, stack });
}

const readable = (error: ProgramError): string => `${error.stack}`.replaceAll(folder, "").replaceAll("file:///", "");

describe("locate", () => {
  const frames = (form: (name: string, place: string) => string): string => [
    form("divide", `${at("program.js")}:2:3`),
    form("loss", `${at("program.js")}:1:12`),
    form("train", `${at("program.js")}:1:1`),
    form("run", `${at("elsewhere.js")}:1:1`),
  ].join("\n");
  const engines = {
    v8: `ZeroDivisionError: division by zero\n${frames((name, place) => `    at async ${name} (${place})`)}`,
    firefox: `${frames((name, place) => `async*${name}@${place}`)}\n`,
    safari: frames((name, place) => `${name}@${place}`),
  };
  for (const [engine, stack] of Object.entries(engines)) {
    it(`reads the stacks of ${engine}`, async () => {
      const error = arrived("ZeroDivisionError", "division by zero", stack);
      await locate(error);
      assert.deepEqual(error.python, { file: "loops.py", line: 3, column: 2, text: "\treturn best / 0" });
      assert.equal(error.message, "division by zero (loops.py:3)");
      const lines = error.stack!.split("\n");
      assert.deepEqual(lines.slice(0, 6), [
        "ZeroDivisionError: division by zero (loops.py:3)",
        " --> loops.py:3:2",
        "  |",
        "3 | \treturn best / 0",
        "  | \t^",
        "  called from loops.py:2: best = digits[7]",
      ]);
      assert.deepEqual(lines.slice(6).map((line) => line.match(/divide|loss|train|run/)![0]), ["divide", "loss", "train", "run"]);
    });
  }

  it("asks again for a map that the network did not bring, and once for one that is not there", async (t) => {
    const asked: string[] = [];
    let isOnline = false;
    t.mock.method(globalThis, "fetch", async (url: string) => {
      asked.push(url.split("/").pop()!);
      if (!isOnline) throw new TypeError("fetch failed");
      if (url.includes("other")) return new Response("Not found", { status: 404 });
      return Response.json({ sources: ["loops.py"], mappings: "AACI,QACH" });
    });
    const home = "https://home.example/";
    const told = async (): Promise<string> => {
      const error = arrived("ValueError", "no", `    at f (${home}other.js:1:1)\n    at g (${home}program.js:1:12)`);
      await locate(error, home);
      return error.message;
    };
    assert.equal(await told(), "no");
    isOnline = true;
    assert.deepEqual([await told(), await told()], ["no (loops.py:3)", "no (loops.py:3)"]);
    assert.deepEqual(asked, ["other.js.map", "program.js.map", "other.js.map", "program.js.map"]);
  });

  it("adds the line once", async () => {
    const error = arrived("KeyError", "7", engines.v8.replace("ZeroDivisionError: division by zero", "KeyError: 7"));
    await locate(error);
    const before = readable(error);
    await locate(error);
    assert.equal(readable(error), before);
  });

  it("is not misled by places in the message, nor by an empty one", async () => {
    const message = `wrote ${at("program.js")}:1:1\nand more`;
    const error = arrived("ValueError", message, `Error: ${message}\n    at f (${at("program.js")}:1:12)`);
    await locate(error);
    assert.equal(error.python!.line, 3);
    assert.equal(error.message, `${message} (loops.py:3)`);
    const empty = arrived("ValueError", "", `ValueError\n    at f (${at("program.js")}:1:12)`);
    await locate(empty);
    assert.equal(empty.message, "(loops.py:3)");
    assert.ok(empty.stack!.startsWith("ValueError: (loops.py:3)\n --> loops.py:3:2\n"));
  });

  it("believes a message that names its line", async () => {
    const message = "BML406: loops.py:2: log gave 3 NaN of 8 values";
    const error = arrived("NumericsError", message, `Error: ${message}\n    at f (${at("program.js")}:1:12)`);
    await locate(error);
    assert.deepEqual(error.python, { file: "loops.py", line: 2, column: 5, text: "    best = digits[7]" });
    assert.equal(error.message, message);
    assert.deepEqual(error.stack!.split("\n").slice(1, 6),
      [" --> loops.py:2:5", "  |", "2 |     best = digits[7]", "  |     ^", "  called from loops.py:3: return best / 0"]);
  });

  it("gives the places alone where the maps leave the texts out", async () => {
    const stack = `Error: no\n    at f (${at("lines.js")}:1:12)\n    at g (${at("lines.js")}:1:1)`;
    const error = arrived("ValueError", "no", stack);
    await locate(error);
    assert.deepEqual(error.python, { file: "loops.py", line: 3, column: 2, text: "" });
    assert.ok(error.stack!.startsWith("ValueError: no (loops.py:3)\n --> loops.py:3:2\n"), error.stack);
    assert.doesNotMatch(error.stack!, /: *\n/);
  });

  it("gives the line alone where no map has its text", async () => {
    const error = arrived("NumericsError", "BML406: other.py:4: exp gave 1 NaN", "    at f (elsewhere.js:1:1)");
    await locate(error);
    assert.deepEqual(error.python, { file: "other.py", line: 4, column: 1, text: "" });
    assert.equal(error.stack, "NumericsError: BML406: other.py:4: exp gave 1 NaN\n --> other.py:4:1\n");
  });

  it("leaves errors alone that have no Python line", async () => {
    const stack = `Error: no\n    at f (${at("program.js")}:2:9)\n    at g (${at("elsewhere.js")}:1:1)\n    at h (node:fs:1:1)`;
    const error = arrived("Error", "no", stack);
    await locate(error);
    assert.deepEqual([error.message, error.stack, error.python], ["no", stack, undefined]);
  });

  it("asks no other origin for a map, but the program's own", async () => {
    const asked: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      throw new Error("no network");
    };
    try {
      const stack = "Error: no\n    at f (https://stranger.example/widget.js:1:2)\n    at g (https://cdn.example/line/chunks/session.js:1:2)";
      await locate(arrived("Error", "no", stack));
      assert.deepEqual(asked, []);
      await locate(arrived("Error", "no", stack), "https://cdn.example/line/bml-line");
      assert.deepEqual(asked, ["https://cdn.example/line/chunks/session.js.map"]);
    } finally {
      globalThis.fetch = fetch;
    }
  });
});
