/**
 * Functions of one tensor on webgl, where tfjs's lose NaN or infinities.
 *
 * GLSL leaves open what its functions and comparisons do with NaN, so that it is looked for in the bits first.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

const EXPM1 = `
float expm1(float x){
return abs(x)<.1?x*(1.+x/2.*(1.+x/3.*(1.+x/4.*(1.+x/5.)))):exp(x)-1.;
}
`;
const LOG1P = `
float log1p(float x){
if(x<=-1.)return x<-1.?NAN:uintBitsToFloat(0xff800000u);
return abs(x)<.01?x*(1.-x*(.5-x*(1./3.-x*(.25-x*.2)))):log(1.+x);
}
`;

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: WebGLBackend;
}

type Body = (attrs: Record<string, number>) => string;

/** `body` is an expression in `x`, which is no NaN; `ofNaN` is the result for NaN. */
function unary(kernelName: string, body: Body, declarations = "", ofNaN: Body = () => "x"): KernelConfig {
  const program = (shape: number[], attrs: Record<string, number>): WebGLProgram => ({
    variableNames: ["x"],
    outputShape: shape,
    userCode: `${declarations}
void main(){
float x=getXAtOutCoords();
setOutput(isnan(x)?${ofNaN(attrs)}:${body(attrs)});
}
`,
  });
  return {
    kernelName,
    backendName: "webgl",
    kernelFunc: ({ inputs: { x }, attrs, backend }: Call) => backend.runWebGLProgram(program(x.shape, attrs), [x], "float32"),
  };
}

function literal(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text : `${text}.`;
}

/** An infinite bound bounds nothing. */
function clipped({ clipValueMin, clipValueMax }: Record<string, number>): string {
  const low = clipValueMin === -Infinity ? "x" : `max(x,${literal(clipValueMin!)})`;
  return clipValueMax === Infinity ? low : `min(${low},${literal(clipValueMax!)})`;
}

export const clipByValueConfig = /* @__PURE__ */ unary("ClipByValue", clipped);
export const eluConfig = /* @__PURE__ */ unary("Elu", () => "x<0.?expm1(x):x", EXPM1);
export const expm1Config = /* @__PURE__ */ unary("Expm1", () => "expm1(x)", EXPM1);
export const leakyReluConfig = /* @__PURE__ */ unary("LeakyRelu", ({ alpha }) => `x<0.?x*${literal(alpha!)}:x`);
export const log1pConfig = /* @__PURE__ */ unary("Log1p", () => "log1p(x)", LOG1P);
export const reluConfig = /* @__PURE__ */ unary("Relu", () => "x<0.?0.:x");
export const seluConfig = /* @__PURE__ */ unary(
  "Selu",
  () => "x<0.?1.7580993408473766*expm1(x):1.0507009873554805*x",
  EXPM1,
);
export const signConfig = /* @__PURE__ */ unary("Sign", () => "sign(x)");
export const softplusConfig = /* @__PURE__ */ unary("Softplus", () => "max(x,0.)+log1p(exp(-abs(x)))", LOG1P);
export const stepConfig = /* @__PURE__ */ unary(
  "Step",
  ({ alpha }) => `x>0.?1.:${literal(alpha!)}`,
  "",
  ({ alpha }) => literal(alpha!),
);
export const tanhConfig = /* @__PURE__ */ unary(
  "Tanh",
  () => "abs(x)<.1?x*(1.-x*x*(1./3.-x*x*(2./15.-x*x*17./315.))):abs(x)>10.?sign(x):tanh(x)",
);
