/**
 * Functions of two tensors on webgl: tfjs's RealDiv and Pow give 1 for 0 / 0 and inf / inf, and numbers for powers of NaN;
 * its Atan2 and Mod leave signs of 0 and infinities to the device, and its FloorDiv an int to NaN.
 */

import { assertAndGetBroadcastShape } from "@tensorflow/tfjs-core/dist/ops/broadcast_util.js";
import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { ARCTAN } from "./arctan.js";
import type { WebGLBackend } from "./webgl_backend.js";

/**
 * `body` sets `y`, which is NaN at first, for numbers `a` and `b`. It is a function, since a template among the arguments
 * would keep the kernel in every bundle.
 */
function binary(kernelName: string, body: () => string, declarations = ""): KernelConfig {
  const userCode = `${declarations}
void main(){
float a=getAAtOutCoords();
float b=getBAtOutCoords();
float y=NAN;
${body()}
setOutput(y);
}
`;
  return {
    kernelName,
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WebGLBackend }) {
      const outputShape = assertAndGetBroadcastShape(a.shape, b.shape);
      return backend.runWebGLProgram({ variableNames: ["A", "B"], outputShape, userCode }, [a, b], a.dtype);
    },
  };
}

const INFINITE = "uintBitsToFloat(0x7f800000u)";

/** Of whole numbers: the quotient rounded to 0 and the rest of their sizes, and whether the signs differ. */
const DIVISION = `
int i=int(abs(a));
int j=max(int(abs(b)),1);
int quotient=b==0.?0:i/j;
int rest=b==0.?0:i-quotient*j;
bool differ=(a<0.)!=(b<0.);`;

export const atan2Config = /* @__PURE__ */ binary(
  "Atan2",
  () => `
if(!isnan(a)&&!isnan(b)){
float p=abs(a);
float q=abs(b);
y=isinf(p)&&isinf(q)?.785398163397:p>q?1.57079632679-arctan(q/p):q==0.?0.:arctan(p/q);
if(floatBitsToInt(b)<0)y=3.14159265359-y;
if(floatBitsToInt(a)<0)y=-y;
}`,
  ARCTAN,
);
export const floorDivConfig = /* @__PURE__ */ binary(
  "FloorDiv",
  () => `${DIVISION}
y=float(differ?-quotient-int(rest>0):quotient);`,
);
export const integerModConfig = /* @__PURE__ */ binary(
  "IntegerMod",
  () => `${DIVISION}
y=float(differ&&rest>0?j-rest:rest)*(b<0.?-1.:1.);`,
);
export const modConfig = /* @__PURE__ */ binary(
  "Mod",
  () => `
if(!isnan(a)&&!isnan(b)&&!isinf(a)&&b!=0.){
y=abs(a)<abs(b)?a:a-b*floor(a/b);
if(y!=0.&&(y<0.)!=(b<0.))y+=b;
if(abs(y)>=abs(b)&&!isinf(b))y-=b;
}`,
);
export const powConfig = /* @__PURE__ */ binary(
  "Pow",
  () => `
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
  () => "if(!isnan(a)&&!isnan(b)&&!(a==0.&&b==0.)&&!(isinf(a)&&isinf(b)))y=a/b;",
);
