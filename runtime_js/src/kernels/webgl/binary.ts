/** RealDiv and Pow on webgl: tfjs's give 1 for 0 / 0 and inf / inf, and numbers for powers of NaN. */

import { assertAndGetBroadcastShape } from "@tensorflow/tfjs-core/dist/ops/broadcast_util.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import type { WebGLBackend } from "./webgl_backend.js";

/** `body` sets `y`, which is NaN at first, for numbers `a` and `b`. */
function binary(kernelName: string, body: string): KernelConfig {
  const userCode = `
void main(){
float a=getAAtOutCoords();
float b=getBAtOutCoords();
float y=NAN;
${body}
setOutput(y);
}
`;
  return {
    kernelName,
    backendName: "webgl",
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WebGLBackend }) {
      const outputShape = assertAndGetBroadcastShape(a.shape, b.shape);
      return backend.runWebGLProgram({ variableNames: ["A", "B"], outputShape, userCode }, [a, b], "float32");
    },
  };
}

const INFINITE = "uintBitsToFloat(0x7f800000u)";

export const powConfig = /* @__PURE__ */ binary(
  "Pow",
  `
if(b==0.||a==1.)y=1.;
else if(!isnan(a)&&!isnan(b)){
float size=abs(a);
bool odd=abs(mod(b,2.))==1.;
if(isinf(b))y=size==1.?1.:(size>1.)==(b>0.)?${INFINITE}:0.;
else if(size==0.||isinf(a))y=(size==0.)==(b<0.)?${INFINITE}:0.;
else if(a>0.||floor(b)==b)y=pow(size,b);
if(a<0.&&odd)y=-y;
}`,
);
export const realDivConfig = /* @__PURE__ */ binary(
  "RealDiv",
  "if(!isnan(a)&&!isnan(b)&&!(a==0.&&b==0.)&&!(isinf(a)&&isinf(b)))y=a/b;",
);
