/**
 * Functions of one tensor on webgpu, where tfjs's lose NaN.
 *
 * WGSL lets an implementation assume that there is no NaN, so that it is looked for in the bits first.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { ARCTAN } from "./arctan.js";
import { elementProgram } from "./webgpu_backend.js";
import type { WebGPUBackend } from "./webgpu_backend.js";

const EXPM1 = `
fn expm1(x:f32)->f32{
return select(exp(x)-1.,x*(1.+x/2.*(1.+x/3.*(1.+x/4.*(1.+x/5.)))),abs(x)<.1);
}`;
const LOG1P = `
fn log1p(x:f32)->f32{
if(x<-1.){return uniforms.NAN;}
if(x==-1.){return -uniforms.INFINITY;}
let s=x/(2.+x);
let z=s*s;
return select(log(1.+x),x*(2./(2.+x))*(1.+z*(1./3.+z*(.2+z*(1./7.+z/9.)))),x>-.3&&x<.4);
}`;
/** Of numbers from 0 and from 1; beyond 1e9, where the squares overflow, both are log(2x). */
const ASINH = `
fn asinh_(x:f32)->f32{
let t=min(x,1e9);
return log1p(t+t*t/(1.+sqrt(1.+t*t)))+log(max(x,1e9)/1e9);
}`;
const ACOSH = `
fn acosh_(x:f32)->f32{
let t=min(x,1e9)-1.;
return log1p(t+sqrt(t*(t+2.)))+log(max(x,1e9)/1e9);
}`;

interface Call {
  inputs: { x: Tensor };
  attrs: Record<string, number>;
  backend: WebGPUBackend;
}

type Body = (attrs: Record<string, number>) => string;

/**
 * `body` is an expression in `v`, which is no NaN; `ofNaN` is the result for NaN. Declarations are joined here: a template
 * of them among the arguments would keep the kernel in every bundle.
 */
function unary(kernelName: string, body: Body, declarations: string[] = [], ofNaN: Body = () => "v"): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { x }, attrs, backend }: Call) {
      const key = `bml${kernelName}${Object.values(attrs).join()}`;
      const code = `
let v=x[index];
var result=${ofNaN(attrs)};
if((bitcast<u32>(v)&0x7fffffffu)<=0x7f800000u){result=${body(attrs)};}`;
      return backend.runWebGPUProgram(elementProgram(key, ["x"], x.shape, declarations.join(""), code), [x], "float32");
    },
  };
}

function literal(value: number): string {
  return `f32(${Math.fround(value)})`;
}

/** An infinite bound bounds nothing. */
function clipped({ clipValueMin, clipValueMax }: Record<string, number>): string {
  const low = clipValueMin === -Infinity ? "v" : `max(v,${literal(clipValueMin!)})`;
  return clipValueMax === Infinity ? low : `min(${low},${literal(clipValueMax!)})`;
}

export const acosConfig = /* @__PURE__ */ unary(
  "Acos",
  () => "select(2.*arctan(sqrt(max(1.-v,0.)/max(1.+v,1e-30))),uniforms.NAN,abs(v)>1.)",
  [ARCTAN],
);
export const acoshConfig = /* @__PURE__ */ unary(
  "Acosh",
  () => "select(acosh_(max(v,1.)),uniforms.NAN,v<1.)",
  [LOG1P, ACOSH],
);
export const asinConfig = /* @__PURE__ */ unary(
  "Asin",
  () => "select(sign(v)*2.*arctan(abs(v)/(1.+sqrt(max((1.-v)*(1.+v),0.)))),uniforms.NAN,abs(v)>1.)",
  [ARCTAN],
);
export const asinhConfig = /* @__PURE__ */ unary("Asinh", () => "sign(v)*asinh_(abs(v))", [LOG1P, ASINH]);
export const atanConfig = /* @__PURE__ */ unary("Atan", () => "sign(v)*arctan(abs(v))", [ARCTAN]);
export const atanhConfig = /* @__PURE__ */ unary(
  "Atanh",
  () => "select(select(sign(v)*.5*log1p(2.*abs(v)/(1.-abs(v))),sign(v)*uniforms.INFINITY,abs(v)==1.),uniforms.NAN,abs(v)>1.)",
  [LOG1P],
);
export const clipByValueConfig = /* @__PURE__ */ unary("ClipByValue", clipped);
export const eluConfig = /* @__PURE__ */ unary("Elu", () => "select(v,expm1(v),v<0.)", [EXPM1]);
export const expConfig = /* @__PURE__ */ unary("Exp", () => "exp(v)");
export const expm1Config = /* @__PURE__ */ unary("Expm1", () => "expm1(v)", [EXPM1]);
export const logConfig = /* @__PURE__ */ unary(
  "Log",
  () => "select(select(log(v),-uniforms.INFINITY,v==0.),uniforms.NAN,v<0.)",
);
export const log1pConfig = /* @__PURE__ */ unary("Log1p", () => "log1p(v)", [LOG1P]);
export const seluConfig = /* @__PURE__ */ unary(
  "Selu",
  () => "select(1.0507009873554805*v,1.7580993408473766*expm1(v),v<0.)",
  [EXPM1],
);
export const sigmoidConfig = /* @__PURE__ */ unary("Sigmoid", () => "1./(1.+exp(-v))");
export const signConfig = /* @__PURE__ */ unary("Sign", () => "sign(v)");
export const softplusConfig = /* @__PURE__ */ unary("Softplus", () => "max(v,0.)+log1p(exp(-abs(v)))", [LOG1P]);
export const stepConfig = /* @__PURE__ */ unary(
  "Step",
  ({ alpha }) => `select(${literal(alpha!)},1.,v>0.)`,
  [],
  ({ alpha }) => literal(alpha!),
);
export const tanhConfig = /* @__PURE__ */ unary(
  "Tanh",
  () => "select(tanh(clamp(v,-10.,10.)),v*(1.-v*v*(1./3.-v*v*(2./15.-v*v*17./315.))),abs(v)<.1)",
);
