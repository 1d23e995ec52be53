/** SegmentSum, SegmentMax and SegmentProd on webgpu, as on webgl. */

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
    kernelFunc({ inputs, attrs, backend }: Call) {
      const { rows, inner } = segmentSizes(inputs, attrs);
      const shape = segmentShape(inputs, attrs);
      const { x, ids, order } = inputs;
      const of = x.dtype as keyof typeof SMALLEST;
      const type = of === "float32" ? "f32" : "i32";
      const loop = `
let segment=index/${inner}%${attrs.count};
var place=index/${inner * attrs.count}*${rows};
let end=place+${rows};
for(var high=${order ? "end" : "place"};place<high;){
let middle=(place+high)/2;
if(ids[placed(middle)]<segment){place=middle+1;}else{high=middle;}
}
for(;place<end;place++){
let row=placed(place);
if(ids[row]!=segment){${order ? "break" : "continue"};}
let v=x[row*${inner}+index%${inner}];
${step}
}`;
      const place = `fn placed(place:i32)->i32{return ${order ? `place/${rows}*${rows}+order[place]` : "place"};}`;
      // no buffer holds nothing
      const operands = rows ? { x: flat(x), ids: flat(ids), ...(order ? { order: flat(order) } : {}) } : {};
      const program = elementProgram(
        `bml${kernelName}${[rows, inner, attrs.count, of, !order].join()}`,
        Object.keys(operands),
        [product(shape)],
        (rows ? place : "") + declarations(type),
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
