/**
 * SegmentSum, SegmentMax and SegmentProd on webgl: an element of the result asks each row's id, or from the first that
 * has its own. tfjs's sum spreads a NaN over all segments.
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
    kernelFunc({ inputs, attrs, backend }: Call) {
      const { rows, inner } = segmentSizes(inputs, attrs);
      const { x, ids, order } = inputs;
      const shape = segmentShape(inputs, attrs);
      const program = {
        variableNames: order ? ["x", "ids", "order"] : ["x", "ids"],
        outputShape: [product(shape)],
        userCode: `
int placed(int place){return ${order ? `place/${rows}*${rows}+int(getOrder(${coordinates(ids.shape, "place")}))` : "place"};}
int id(int row){return int(getIds(${coordinates(ids.shape, "row")}));}
void main(){
int out_=getOutputCoords();
int segment=out_/${inner}%${attrs.count};
int place=out_/${inner * attrs.count}*${rows};
int end=place+${rows};
for(int high=${order ? "end" : "place"};place<high;){
int middle=(place+high)/2;
if(id(placed(middle))<segment)place=middle+1;
else high=middle;
}
float y=${start(x.dtype)};
for(;place<end;place++){
int row=placed(place);
if(id(row)!=segment)${order ? "break" : "continue"};
int at=row*${inner}+out_%${inner};
float x=getX(${coordinates(x.shape, "at")});
${step}
}
setOutput(y);
}
`,
      };
      const operands = order ? [x, ids, order] : [x, ids];
      const { dataId, dtype } = backend.runWebGLProgram(program, operands, x.dtype);
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
