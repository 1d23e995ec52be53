/** SegmentSum on webgl: an element of the result asks each row's id. tfjs's kernel spreads a NaN over all segments. */

import type { KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import { segmentSizes, segmentSumShape } from "../segment_sum.js";
import type { SegmentSumAttributes, SegmentSumInputs } from "../segment_sum.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program(inputs: SegmentSumInputs, attrs: SegmentSumAttributes): WebGLProgram {
  const { rows, inner } = segmentSizes(inputs, attrs);
  return {
    variableNames: ["x", "ids"],
    outputShape: [product(segmentSumShape(inputs, attrs))],
    userCode: `
void main(){
int out_=getOutputCoords();
int segment=out_/${inner}%${attrs.count};
int first=out_/${inner * attrs.count}*${rows};
float sum=0.;
for(int row=first;row<first+${rows};row++){
if(int(getIds(${coordinates(inputs.ids.shape, "row")}))!=segment)continue;
int at=row*${inner}+out_%${inner};
sum+=getX(${coordinates(inputs.x.shape, "at")});
}
setOutput(sum);
}
`,
  };
}

interface Call {
  inputs: SegmentSumInputs;
  attrs: SegmentSumAttributes;
  backend: WebGLBackend;
}

export const segmentSumConfig: KernelConfig = {
  kernelName: "SegmentSum",
  backendName: "webgl",
  kernelFunc({ inputs, attrs, backend }: Call) {
    const { dataId, dtype } = backend.runWebGLProgram(program(inputs, attrs), [inputs.x, inputs.ids], "float32");
    return { dataId, shape: segmentSumShape(inputs, attrs), dtype };
  },
};
