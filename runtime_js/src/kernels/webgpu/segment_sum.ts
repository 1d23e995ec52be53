/** SegmentSum on webgpu, for ids that differ between the elements of a batch: an element asks each of its rows' ids. */

import type { KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import { segmentSizes, segmentSumShape } from "../segment_sum.js";
import type { SegmentSumAttributes, SegmentSumInputs } from "../segment_sum.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend, WebGPUProgram } from "./webgpu_backend.js";

function program(inputs: SegmentSumInputs, attrs: SegmentSumAttributes): WebGPUProgram {
  const { rows, inner } = segmentSizes(inputs, attrs);
  return elementProgram(
    `bmlSegmentSum${[rows, inner, attrs.count].join()}`,
    ["x", "ids"],
    [product(segmentSumShape(inputs, attrs))],
    "",
    `
let segment=index/${inner}%${attrs.count};
let first=index/${inner * attrs.count}*${rows};
var result=0.;
for(var row=first;row<first+${rows};row++){
if(ids[row]==segment){result+=x[row*${inner}+index%${inner}];}
}`,
  );
}

interface Call {
  inputs: SegmentSumInputs;
  attrs: SegmentSumAttributes;
  backend: WebGPUBackend;
}

export const segmentSumConfig: KernelConfig = {
  kernelName: "SegmentSum",
  backendName: "webgpu",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const operands = [flat(inputs.x), flat(inputs.ids)];
    const { dataId, dtype } = backend.runWebGPUProgram(program(inputs, attrs), operands, "float32");
    return { dataId, shape: segmentSumShape(inputs, attrs), dtype };
  },
};
