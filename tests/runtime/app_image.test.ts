/** Pictures as arrays of a declared shape. What only a browser has (canvas, blob, video) is tried there. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { isPicture, toImage, type Picture } from "@bml/runtime/app/image.js";

/** As much of an ImageData as counts: its size and its pixels, [red, green, blue, alpha] each. */
function picture(width: number, pixels: number[][]): Picture {
  return {
    width, height: pixels.length / width, data: Uint8ClampedArray.from(pixels.flat()), [Symbol.toStringTag]: "ImageData",
  } as unknown as Picture;
}

const grey = (value: number): number[] => [value, value, value, 255];

describe("toImage", () => {
  it("leaves a picture of the declared size as it is", async () => {
    const image = await toImage("f, x", picture(2, [grey(0), grey(50), grey(100), grey(255)]), [2, 2, 1]);
    assert.deepEqual(image, { shape: [2, 2, 1], data: Uint8Array.of(0, 50, 100, 255) });
  });

  it("weighs colours by Rec. 601 for one channel, and keeps them for three and four", async () => {
    const source = picture(1, [[200, 100, 50, 255]]);
    assert.deepEqual([...(await toImage("f, x", source, [1, 1, 1])).data], [Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)]);
    assert.deepEqual([...(await toImage("f, x", source, [1, 1, 3])).data], [200, 100, 50]);
    assert.deepEqual([...(await toImage("f, x", source, ["n", 1, 1, 4])).data], [200, 100, 50, 255]);
  });

  it("averages areas, fractions of pixels included", async () => {
    const row = [grey(0), grey(90), grey(240)];
    assert.deepEqual([...(await toImage("f, x", picture(3, row), [1, 1, 1])).data], [110]);
    assert.deepEqual([...(await toImage("f, x", picture(3, row), [1, 2, 1])).data], [30, 190]); // 1.5 pixels each
    assert.deepEqual([...(await toImage("f, x", picture(3, row), [2, 6, 1])).data], [0, 0, 90, 90, 240, 240, 0, 0, 90, 90, 240, 240]);
  });

  it("takes transparent pixels for black", async () => {
    assert.deepEqual([...(await toImage("f, x", picture(1, [[255, 255, 255, 0]]), [1, 1, 1])).data], [0]);
    assert.deepEqual([...(await toImage("f, x", picture(2, [[200, 200, 200, 255], [200, 200, 200, 0]]), [1, 1, 1])).data], [100]);
  });

  it("keeps the colours of what is transparent where alpha is a channel", async () => {
    const faint = [200, 100, 50, 128];
    assert.deepEqual([...(await toImage("f, x", picture(1, [faint]), [1, 1, 4])).data], faint);
    assert.deepEqual([...(await toImage("f, x", picture(2, [faint, faint]), [1, 1, 4])).data], faint);
    assert.deepEqual([...(await toImage("f, x", picture(1, [[9, 8, 7, 0]]), [1, 1, 4])).data], [9, 8, 7, 0]);
    // What is not seen does not count: the average of a red and an invisible blue pixel is red, and half as strong.
    const half = await toImage("f, x", picture(2, [[200, 0, 0, 255], [0, 0, 200, 0]]), [1, 1, 4]);
    assert.deepEqual([...half.data], [200, 0, 0, 128]);
  });

  it("says what is wrong with a picture", async () => {
    const gone = { ...picture(1, [grey(1)]), data: new Uint8ClampedArray(0) } as Picture;
    await assert.rejects(toImage("f, x", gone, [1, 1, 1]), /^TypeError: f, x: expected a picture .* received an ImageData: its memory was transferred\.$/);
    await assert.rejects(toImage("f, x", new Blob(["x"]), [1, 1, 1]), /^TypeError: f, x: expected a picture that this browser can read, received a Blob: /);
  });

  it("is asked for pictures only", () => {
    for (const value of [1, [1], { shape: [1], data: [1] }, null, new Uint8Array(4)]) assert.equal(isPicture(value), false);
    assert.equal(isPicture(new Blob([])), true);
  });
});
