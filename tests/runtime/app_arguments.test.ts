/** The arguments of a script, held against its signature. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { ParamInfo } from "@bml/runtime/app/contract.js";
import { fits, refuse, wantedArguments } from "@bml/runtime/app/arguments.js";

const params: ParamInfo[] = [
  { name: "toString", type: "bool", default: false },
  { name: "constructor", type: "int" },
];

describe("the arguments of a script", () => {
  it("are the object's own, whatever objects inherit", async () => {
    const wanted = wantedArguments(params);
    assert.ok(fits(wanted, { constructor: 3 }));
    assert.ok(!fits(wanted, {}));
    await assert.rejects(refuse("train", "arguments", wanted, {}), /expected constructor of type int, received nothing/);
  });
});
