import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { classifies, heldOutText } from "@bml/runtime/page/held_out.js";

describe("what a page shows of held-out data", () => {
  it("takes a model that logs an accuracy for a classification", () => {
    assert.equal(classifies({ models: { net: { logs: ["loss", "binary_accuracy"] } } }), true);
    assert.equal(classifies({ models: { net: { logs: ["loss", "mae"] } } }), false);
    assert.equal(classifies({ models: {} }), false);
  });

  it("gives the numbers of anything else", () => {
    assert.equal(heldOutText({ loss: 1, val_loss: 0.04321, val_mae: 0.15 }), "On held-out data: loss 0.0432, mae 0.1500.");
    assert.equal(heldOutText({ loss: 1 }), "No data were held out: fit with validation_data to see how the model does on them.");
  });
});
