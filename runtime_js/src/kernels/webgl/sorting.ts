/**
 * ArgSort on webgl, where int32 is a float too: each pass merges pairs of sorted runs. A place of a pair finds by
 * bisection how many of the elements before it come from the first run.
 */

import type { KernelConfig, Tensor } from "../../backends/backend.js";
import { product } from "../gather.js";
import { doublingPasses } from "../passes.js";
import type { SortAttributes, SortInputs } from "../sorting.js";
import { coordinates } from "./webgl_backend.js";
import type { WebGLBackend, WebGLProgram } from "./webgl_backend.js";

function program({ x }: SortInputs, { descending }: SortAttributes, order?: Tensor): WebGLProgram {
  const size = x.shape.at(-1)!;
  return {
    variableNames: order ? ["x", "order"] : ["x"],
    outputShape: [product(x.shape)],
    customUniforms: [{ name: "width", type: "int" }],
    userCode: `
int position(int i){return ${order ? "int(getOrder(i))" : `i%${size}`};}
int key(int i){
int at=i/${size}*${size}+position(i);
float x=getX(${coordinates(x.shape, "at")});
int bits=floatBitsToInt(x);
int magnitude=bits&0x7fffffff;
return magnitude>0x7f800000?0x7fffffff:x==0.?0:bits<0?-magnitude:bits;
}
bool passes(int second,int first){return key(second)${descending ? ">" : "<"}key(first);}
void main(){
int at=getOutputCoords();
int row=at/${size}*${size};
int first=row+(at-row)/(2*width)*2*width;
int second=min(first+width,row+${size});
int end=min(second+width,row+${size});
int rank=at-first;
int low=max(0,rank-(end-second));
int high=min(rank,second-first);
while(low<high){
int middle=(low+high)/2;
if(passes(second+rank-1-middle,first+middle))high=middle;
else low=middle+1;
}
int other=second+rank-low;
bool own=first+low<second&&(other>=end||!passes(other,first+low));
setOutput(float(position(own?first+low:other)));
}
`,
  };
}

export const argSortConfig: KernelConfig = {
  kernelName: "ArgSort",
  kernelFunc({ inputs, attrs, backend }: { inputs: SortInputs; attrs: SortAttributes; backend: WebGLBackend }) {
    const { x } = inputs;
    const { dataId, dtype } = doublingPasses(x.shape.at(-1)!, backend, (width, order) =>
      backend.runWebGLProgram(program(inputs, attrs, order), order ? [x, order] : [x], "int32", [[width]]),
    );
    return { dataId, shape: x.shape, dtype };
  },
};
