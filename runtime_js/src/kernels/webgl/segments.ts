/**
 * SegmentSum, SegmentMax and SegmentProd on webgl: an element of the result asks each row's id. tfjs's sum spreads a NaN
 * over all segments.
 */

import type { DType, KernelConfig } from "../../backends/backend.js";
import { product } from "../gather.js";
import { SMALLEST, segmentShape, segmentSizes } from "../segments.js";
import type { SegmentAttributes, SegmentInputs } from "../segments.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend } from "./webgl_backend.js";

interface Call {
  inputs: SegmentInputs;
  attrs: SegmentAttributes;
  backend: WebGLBackend;
}

/** `step` is what is done to `y`, which is `start` at first, with the number `x` of a row. */
function segments(kernelName: string, start: (dtype: DType) => string, step: string): KernelConfig {
  return {
    kernelName,
    backendName: "webgl",
    kernelFunc({ inputs, attrs, backend }: Call) {
      const { rows, inner } = segmentSizes(inputs, attrs);
      const shape = segmentShape(inputs, attrs);
      const program = {
        variableNames: ["x", "ids"],
        outputShape: [product(shape)],
        userCode: `
void main(){
int out_=getOutputCoords();
int segment=out_/${inner}%${attrs.count};
int first=out_/${inner * attrs.count}*${rows};
float y=${start(inputs.x.dtype)};
for(int row=first;row<first+${rows};row++){
if(int(getIds(${coordinates(inputs.ids.shape, "row")}))!=segment)continue;
int at=row*${inner}+out_%${inner};
float x=getX(${coordinates(inputs.x.shape, "at")});
${step}
}
setOutput(y);
}
`,
      };
      const { dataId, dtype } = backend.runWebGLProgram(program, [inputs.x, inputs.ids], inputs.x.dtype);
      return { dataId, shape, dtype };
    },
  };
}

export const segmentMaxConfig = /* @__PURE__ */ segments(
  "SegmentMax",
  (dtype) => (dtype === "float32" ? `${SMALLEST.float32}` : `${SMALLEST.int32}.`),
  "if(isnan(x)||x>y)y=isnan(y)?y:x;",
);
export const segmentProdConfig = /* @__PURE__ */ segments("SegmentProd", () => "1.", "y*=x;");
export const segmentSumConfig = /* @__PURE__ */ segments("SegmentSum", () => "0.", "y+=x;");
