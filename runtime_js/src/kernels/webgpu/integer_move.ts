/**
 * IntegerMove on webgpu: transposes, parts, padding, reversals and repetitions of ints and bools. An element of the result
 * is one of the input, a fixed distance further along each axis, or the value of the padding.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

interface Attributes {
  /** One of these. */
  perm?: number[];
  begin?: number[];
  size?: number[];
  dims?: number[];
  reps?: number[];
  paddings?: [number, number][];
  constantValue?: number;
}

/** Where the elements of a result come from: along each of its axes, `stride` apart, from `offset`. */
interface View {
  shape: number[];
  strides: number[];
  offset: number;
  /** Within these, for each axis; what lies outside is `fill`. */
  from: number[];
  to: number[];
  fill: number;
}

function viewOf(x: number[], attrs: Attributes): View {
  const strides = x.map((_, axis) => product(x.slice(axis + 1)));
  const whole = { shape: x, strides, offset: 0, from: x.map(() => 0), to: x, fill: 0 };
  const sum = (steps: number[]) => steps.reduce((total, step, axis) => total + step * strides[axis]!, 0);
  const { perm, begin, size, dims, reps, paddings } = attrs;
  if (perm !== undefined) {
    const shape = perm.map((axis) => x[axis]!);
    return { ...whole, shape, to: shape, strides: perm.map((axis) => strides[axis]!) };
  }
  if (begin !== undefined) return { ...whole, shape: size!, to: size!, offset: sum(begin) };
  if (dims !== undefined) {
    const reversed = x.map((_, axis) => dims.includes(axis));
    return {
      ...whole,
      strides: strides.map((stride, axis) => (reversed[axis] ? -stride : stride)),
      offset: sum(x.map((n, axis) => (reversed[axis] ? n - 1 : 0))),
    };
  }
  if (reps !== undefined) {
    const shape = x.flatMap((n, axis) => [reps[axis]!, n]);
    return { ...whole, shape, strides: strides.flatMap((stride) => [0, stride]), from: shape.map(() => 0), to: shape };
  }
  const before = paddings!.map(([first]) => first);
  return {
    ...whole,
    shape: x.map((n, axis) => n + paddings![axis]![0] + paddings![axis]![1]),
    offset: -sum(before),
    from: before,
    to: x.map((n, axis) => n + before[axis]!),
    fill: Number(attrs.constantValue),
  };
}

function program(view: View, bool: boolean): WebGPUProgram {
  const { shape, strides, offset, from, to, fill } = view;
  const places = shape.map((n, axis) => `let i${axis}=index/${product(shape.slice(axis + 1))}%${n};`);
  const terms = strides.flatMap((stride, axis) => (stride === 0 ? [] : [`+i${axis}*(${stride})`]));
  const bounds = shape.flatMap((n, axis) => [
    ...(from[axis]! > 0 ? [`i${axis}>=${from[axis]!}`] : []),
    ...(to[axis]! < n ? [`i${axis}<${to[axis]!}`] : []),
  ]);
  const read = `result=x[(${offset})${terms.join("")}];`;
  const body = `${places.join("\n")}
var result=bitcast<i32>(${fill >>> 0}u);
${bounds.length > 0 ? `if(${bounds.join("&&")}){${read}}` : read}`;
  return elementProgram(`bmlIntegerMove${body}`, ["x"], [product(shape)], "", body, bool ? "bool" : "int32");
}

export const integerMoveConfig: KernelConfig = {
  kernelName: "IntegerMove",
  kernelFunc({ inputs: { x }, attrs, backend }: { inputs: { x: Tensor }; attrs: Attributes; backend: WebGPUBackend }) {
    const view = viewOf(x.shape, attrs);
    const { dataId, dtype } = backend.runWebGPUProgram(program(view, x.dtype === "bool"), [flat(x)], x.dtype);
    const { reps } = attrs;
    return { dataId, shape: reps === undefined ? view.shape : x.shape.map((n, axis) => n * reps[axis]!), dtype };
  },
};
