/** The arguments of a script, held against its signature. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { ParamInfo } from "@bml/runtime/app/contract.js";
import { checkedArguments } from "@bml/runtime/app/arguments.js";

const params: ParamInfo[] = [
  { name: "toString", type: "bool", default: false },
  { name: "constructor", type: "int" },
];

describe("the arguments of a script", () => {
  it("are the object's own, whatever objects inherit", () => {
    const { toString = "its default", ...others } = checkedArguments("train", params, { constructor: 3 });
    assert.deepEqual([toString, others], ["its default", { constructor: 3 }]);
    assert.throws(() => checkedArguments("train", params, {}), /expected constructor of type int, received nothing/);
  });
});
