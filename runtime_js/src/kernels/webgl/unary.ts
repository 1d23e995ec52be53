/**
 * Functions of one tensor on webgl, where tfjs's lose NaN or infinities.
 *
 * GLSL leaves open what its functions and comparisons do with NaN, so that it is looked for in the bits first.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { ARCTAN } from "./arctan.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

const EXPM1 = `
float expm1(float x){
return abs(x)<.1?x*(1.+x/2.*(1.+x/3.*(1.+x/4.*(1.+x/5.)))):exp(x)-1.;
}
`;
const LOG1P = `
float log1p(float x){
if(x<=-1.)return x<-1.?NAN:uintBitsToFloat(0xff800000u);
float s=x/(2.+x);
float z=s*s;
return x>-.3&&x<.4?x*(2./(2.+x))*(1.+z*(1./3.+z*(.2+z*(1./7.+z/9.)))):log(1.+x);
}
`;
/** Of numbers from 0 and from 1; beyond 1e9, where the squares overflow, both are log(2x). */
const ASINH = `
float asinh_(float x){
float t=min(x,1e9);
return log1p(t+t*t/(1.+sqrt(1.+t*t)))+log(max(x,1e9)/1e9);
}
`;
const ACOSH = `
float acosh_(float x){
float t=min(x,1e9)-1.;
return log1p(t+sqrt(t*(t+2.)))+log(max(x,1e9)/1e9);
}
`;

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: WebGLBackend;
}

type Body = (attrs: Record<string, number>) => string;

/**
 * `body` is an expression in `x`, which is no NaN; `ofNaN` is the result for NaN. Declarations are joined here: a template
 * of them among the arguments would keep the kernel in every bundle.
 */
function unary(kernelName: string, body: Body, declarations: string[] = [], ofNaN: Body = () => "x"): KernelConfig {
  const program = (shape: number[], attrs: Record<string, number>): WebGLProgram => ({
    variableNames: ["x"],
    outputShape: shape,
    userCode: `${declarations.join("")}
void main(){
float x=getXAtOutCoords();
setOutput(isnan(x)?${ofNaN(attrs)}:${body(attrs)});
}
`,
  });
  return {
    kernelName,
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

export const acosConfig = /* @__PURE__ */ unary(
  "Acos",
  () => "abs(x)>1.?NAN:2.*arctan(sqrt((1.-x)/max(1.+x,1e-30)))",
  [ARCTAN],
);
export const acoshConfig = /* @__PURE__ */ unary("Acosh", () => "x<1.?NAN:acosh_(x)", [LOG1P, ACOSH]);
export const asinConfig = /* @__PURE__ */ unary(
  "Asin",
  () => "abs(x)>1.?NAN:sign(x)*2.*arctan(abs(x)/(1.+sqrt((1.-x)*(1.+x))))",
  [ARCTAN],
);
export const asinhConfig = /* @__PURE__ */ unary("Asinh", () => "sign(x)*asinh_(abs(x))", [LOG1P, ASINH]);
export const atanConfig = /* @__PURE__ */ unary("Atan", () => "sign(x)*arctan(abs(x))", [ARCTAN]);
export const atanhConfig = /* @__PURE__ */ unary(
  "Atanh",
  () => "abs(x)>1.?NAN:abs(x)==1.?x*uintBitsToFloat(0x7f800000u):sign(x)*.5*log1p(2.*abs(x)/(1.-abs(x)))",
  [LOG1P],
);
export const clipByValueConfig = /* @__PURE__ */ unary("ClipByValue", clipped);
export const eluConfig = /* @__PURE__ */ unary("Elu", () => "x<0.?expm1(x):x", [EXPM1]);
export const expm1Config = /* @__PURE__ */ unary("Expm1", () => "expm1(x)", [EXPM1]);
export const leakyReluConfig = /* @__PURE__ */ unary("LeakyRelu", ({ alpha }) => `x<0.?x*${literal(alpha!)}:x`);
export const log1pConfig = /* @__PURE__ */ unary("Log1p", () => "log1p(x)", [LOG1P]);
export const reluConfig = /* @__PURE__ */ unary("Relu", () => "x<0.?0.:x");
export const seluConfig = /* @__PURE__ */ unary(
  "Selu",
  () => "x<0.?1.7580993408473766*expm1(x):1.0507009873554805*x",
  [EXPM1],
);
export const signConfig = /* @__PURE__ */ unary("Sign", () => "sign(x)");
export const softplusConfig = /* @__PURE__ */ unary("Softplus", () => "max(x,0.)+log1p(exp(-abs(x)))", [LOG1P]);
export const stepConfig = /* @__PURE__ */ unary(
  "Step",
  ({ alpha }) => `x>0.?1.:${literal(alpha!)}`,
  [],
  ({ alpha }) => literal(alpha!),
);
export const tanhConfig = /* @__PURE__ */ unary(
  "Tanh",
  () => "abs(x)<.1?x*(1.-x*x*(1./3.-x*x*(2./15.-x*x*17./315.))):abs(x)>10.?sign(x):tanh(x)",
);
