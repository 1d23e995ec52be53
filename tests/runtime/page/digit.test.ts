import assert from "node:assert/strict";
import { test } from "node:test";

import { normalizeDigit, type Grey } from "@bml/runtime/page/digit.js";
import { inkOfPhoto } from "@bml/runtime/page/photo.js";

function grey(width: number, height: number, ink: (x: number, y: number) => number): Grey {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = ink(x, y);
  return { width, height, data };
}

const inside = (x: number, y: number, left: number, top: number, right: number, bottom: number) =>
  x >= left && x < right && y >= top && y < bottom;

function describe(digit: Uint8Array): { width: number; height: number; mass: [number, number] } {
  let left = 28, right = -1, top = 28, bottom = -1, mass = 0, x0 = 0, y0 = 0;
  digit.forEach((value, i) => {
    if (!value) return;
    const x = i % 28, y = Math.floor(i / 28);
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    mass += value; x0 += value * (x + 0.5); y0 += value * (y + 0.5);
  });
  return { width: right - left + 1, height: bottom - top + 1, mass: [x0 / mass, y0 / mass] };
}

test("a tall stroke anywhere becomes 20 pixels high, keeps its proportions and is centred", () => {
  const digit = normalizeDigit(grey(280, 280, (x, y) => (inside(x, y, 10, 40, 50, 240) ? 255 : 0)))!;
  const { width, height, mass } = describe(digit);
  assert.deepEqual([width, height], [4, 20]); // 40 x 200, by 1/10
  assert.deepEqual(mass, [14, 14]);
  assert.equal(Math.max(...digit), 255);
});

test("the centre is that of the mass, not of the box", () => {
  // A thin line with a heavy foot, as in a "2": the box alone would stand 4 pixels lower.
  const digit = normalizeDigit(grey(200, 200, (x, y) => (inside(x, y, 95, 0, 105, 185) || inside(x, y, 50, 185, 150, 200) ? 255 : 0)))!;
  const { height, mass } = describe(digit);
  assert.equal(height, 20);
  assert.ok(Math.abs(mass[1] - 14) <= 0.5, `${mass}`);
});

test("lopsided ink stays inside the frame whole", () => {
  const digit = normalizeDigit(grey(100, 100, (x, y) => (inside(x, y, 0, 0, 100, 4) ? 20 : inside(x, y, 90, 0, 100, 100) ? 255 : 0)))!;
  assert.deepEqual([describe(digit).width, describe(digit).height], [20, 20]);
});

test("scaling averages areas: half covered pixels are half grey, and the mass is kept", () => {
  const digit = normalizeDigit(grey(40, 40, (x, y) => ((x + y) % 2 ? 254 : 0)))!;
  assert.deepEqual(new Set(digit), new Set([0, 127]));
});

test("an image that has MNIST's form already comes back as it was", () => {
  const image = grey(28, 28, (x, y) => (inside(x, y, 4, 9, 24, 19) ? 100 + x : 0));
  const digit = normalizeDigit(image)!;
  assert.deepEqual(digit, Uint8Array.from({ length: 784 }, (_, i) => image.data[Math.floor(i / 28) * 28 + (i % 28)]!));
});

test("other sizes keep the share of 20 in 28; no ink gives nothing", () => {
  assert.equal(normalizeDigit(grey(10, 10, () => 0)), null);
  const digit = normalizeDigit(grey(10, 10, () => 255), 56)!;
  assert.equal(digit.filter((value) => value === 255).length, 40 * 40);
});

function photo(width: number, height: number, colour: (x: number, y: number) => [number, number, number, number]) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colour(x, y), 4 * (y * width + x));
  return { width, height, data };
}

test("a photo's paper becomes 0 and its ink 255, whichever is darker, shadows and grain left out", () => {
  const isInk = (x: number, y: number) => inside(x, y, 4, 4, 8, 12);
  for (const [paper, ink] of [[200, 40], [30, 220]] as const) {
    const result = inkOfPhoto(photo(12, 16, (x, y) => {
      const value = isInk(x, y) ? ink : paper + ((x * 7 + y * 3) % 9) - 4;
      return [value, value, value, 255];
    }));
    result.data.forEach((value, i) => assert.equal(value, isInk(i % 12, Math.floor(i / 12)) ? 255 : 0));
  }
});

test("transparent pixels are white paper", () => {
  const { data } = inkOfPhoto(photo(6, 6, (x, y) => (inside(x, y, 2, 2, 4, 4) ? [0, 0, 0, 255] : [0, 0, 0, 0])));
  assert.equal(data.filter((value) => value === 255).length, 4);
  assert.equal(data[0], 0);
});
