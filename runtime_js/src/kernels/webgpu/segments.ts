/** SegmentSum, SegmentMax and SegmentProd on webgpu: an element of the result asks each row's id. */

import type { KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import { SMALLEST, segmentShape, segmentSizes } from "../segments.js";
import type { SegmentAttributes, SegmentInputs } from "../segments.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend } from "./webgpu_backend.js";

interface Call {
  inputs: SegmentInputs;
  attrs: SegmentAttributes;
  backend: WebGPUBackend;
}

/** `step` is what is done to `result`, which is `start` at first, with the number `v` of a row. */
function segments(
  kernelName: string,
  start: (dtype: keyof typeof SMALLEST) => number,
  step: string,
  declarations: (type: string) => string = () => "",
): KernelConfig {
  return {
    kernelName,
    backendName: "webgpu",
    kernelFunc({ inputs, attrs, backend }: Call) {
      const { rows, inner } = segmentSizes(inputs, attrs);
      const shape = segmentShape(inputs, attrs);
      const of = inputs.x.dtype as keyof typeof SMALLEST;
      const type = of === "float32" ? "f32" : "i32";
      const loop = `
let segment=index/${inner}%${attrs.count};
let first=index/${inner * attrs.count}*${rows};
for(var row=first;row<first+${rows};row++){
if(ids[row]!=segment){continue;}
let v=x[row*${inner}+index%${inner}];
${step}
}`;
      const operands = rows ? { x: flat(inputs.x), ids: flat(inputs.ids) } : {}; // no buffer holds nothing
      const program = elementProgram(
        `bml${kernelName}${[rows, inner, attrs.count, of].join()}`,
        Object.keys(operands),
        [product(shape)],
        declarations(type),
        `var result=${type}(${start(of)});${rows ? loop : ""}`,
        of,
      );
      const { dataId, dtype } = backend.runWebGPUProgram(program, Object.values(operands), of);
      return { dataId, shape, dtype };
    },
  };
}

const MISSING = (type: string) => `
fn missing(v:${type})->bool{return ${type === "f32" ? "(bitcast<u32>(v)&0x7fffffffu)>0x7f800000u" : "false"};}`;

export const segmentMaxConfig = /* @__PURE__ */ segments(
  "SegmentMax",
  (dtype) => SMALLEST[dtype],
  "if(!missing(result)&&(missing(v)||v>result)){result=v;}",
  MISSING,
);
export const segmentProdConfig = /* @__PURE__ */ segments("SegmentProd", () => 1, "result*=v;");
export const segmentSumConfig = /* @__PURE__ */ segments("SegmentSum", () => 0, "result+=v;");
