/** Atan2 and Mod of floats on webgpu, where tfjs's leave open what they do with infinities and signs of 0. */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { broadcastShape } from "../integers.js";
import { ARCTAN } from "./arctan.js";
import { elementProgram, flat } from "./webgpu_backend.js";
import type { WebGPUBackend } from "./webgpu_backend.js";

/** `body` sets `result`, NaN at first, for `a` and `b`, which are no NaN; the smaller tensor repeats. */
function binary(kernelName: string, body: string, declarations = ""): KernelConfig {
  return {
    kernelName,
    kernelFunc({ inputs: { a, b }, backend }: { inputs: { a: Tensor; b: Tensor }; backend: WebGPUBackend }) {
      const shape = broadcastShape([a.shape, b.shape]);
      const code = `
let a=x1[index%${product(a.shape)}];
let b=x2[index%${product(b.shape)}];
let bits=vec2u(bitcast<u32>(a),bitcast<u32>(b));
let sizes=bits&vec2u(0x7fffffffu);
var result=uniforms.NAN;
if(all(sizes<=vec2u(0x7f800000u))){${body}
}`;
      const key = `bml${kernelName}${product(a.shape)},${product(b.shape)}`;
      const program = elementProgram(key, ["x1", "x2"], [product(shape)], declarations, code);
      const { dataId, dtype } = backend.runWebGPUProgram(program, [flat(a), flat(b)], "float32");
      return { dataId, shape, dtype };
    },
  };
}

export const atan2Config = /* @__PURE__ */ binary(
  "Atan2",
  `
let p=abs(a);
let q=abs(b);
if(sizes.x==0x7f800000u&&sizes.y==0x7f800000u){result=.785398163397;}
else if(p>q){result=1.57079632679-arctan(q/p);}
else if(q==0.){result=0.;}
else{result=arctan(p/q);}
result=select(result,3.14159265359-result,bits.y!=sizes.y);
result=select(result,-result,bits.x!=sizes.x);`,
  ARCTAN,
);
export const modConfig = /* @__PURE__ */ binary(
  "Mod",
  `
if(sizes.x!=0x7f800000u&&b!=0.){
result=select(a-b*floor(a/b),a,abs(a)<abs(b));
result=select(result,result+b,result!=0.&&(result<0.)!=(b<0.));
result=select(result,result-b,abs(result)>=abs(b)&&sizes.y!=0x7f800000u);
}`,
);
