/** Cumsum, Cumprod and CumLogSumExp on webgpu: each element goes through those up to it. */

import type { DType, KernelConfig } from "../../backends/backend.js";
import type { CumulativeAttributes, CumulativeInputs } from "../cumulative.js";
import { product } from "../gather.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend } from "./webgpu_backend.js";

interface Call {
  inputs: CumulativeInputs;
  attrs: CumulativeAttributes;
  backend: WebGPUBackend;
}

/** `passes` are what is done to `result` and `z` with each value `v`: one loop after the other. */
function cumulative(
  kernelName: string,
  start: (dtype: DType) => string,
  passes: string[],
  end = "",
  declarations = "",
): KernelConfig {
  return {
    kernelName,
    backendName: "webgpu",
    kernelFunc({ inputs: { x }, attrs: { reverse }, backend }: Call) {
      const size = x.shape.at(-1)!;
      const range = reverse ? "var i=last;i>=index;i--" : "var i=first;i<=index;i++";
      const loops = passes.map((pass) => `for(${range}){\nlet v=x[i];\n${pass}\n}`);
      const code = `
let first=index/${size}*${size};
let last=first+${size - 1};
var result=${start(x.dtype)};
var z=0.;
${loops.join("\n")}
${end}`;
      const key = `bml${kernelName}${size}${reverse}${x.dtype}`;
      const program = elementProgram(key, ["x"], [product(x.shape)], declarations, code, x.dtype);
      const { dataId, dtype } = backend.runWebGPUProgram(program, [flat(x)], x.dtype);
      return { dataId, shape: x.shape, dtype };
    },
  };
}

const number = (value: number, dtype: DType) => `${dtype === "float32" ? "f32" : "i32"}(${value})`;

export const cumLogSumExpConfig = /* @__PURE__ */ cumulative(
  "CumLogSumExp",
  () => "-uniforms.INFINITY",
  ["result=select(max(result,v),uniforms.NAN,missing(v)||missing(result));", "z+=exp(v-result);"],
  "let finite=(bitcast<u32>(result)&0x7fffffffu)<0x7f800000u;\nresult=select(result,result+log(z),finite);",
  "fn missing(v:f32)->bool{return (bitcast<u32>(v)&0x7fffffffu)>0x7f800000u;}",
);
export const cumprodConfig = /* @__PURE__ */ cumulative("Cumprod", (dtype) => number(1, dtype), ["result*=v;"]);
export const cumsumConfig = /* @__PURE__ */ cumulative("Cumsum", (dtype) => number(0, dtype), ["result+=v;"]);
