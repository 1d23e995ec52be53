/** The cpu backend: plain JavaScript, available everywhere, the slowest. */

import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js";
import { limits } from "../kernels/cpu/cpu_backend.js";
import type { Backend, StartOptions } from "./backend.js";
import { nothing } from "./fold_nothing.js";
import { makeBackend } from "./tfjs_backend.js";

export async function start(_options: StartOptions): Promise<Backend> {
  const tfjs = new MathBackendCPU();
  return makeBackend({
    name: "cpu",
    description: "JavaScript, 1 thread",
    limits,
    tfjs,
    nothing,
    table: tfjs.data,
    close: () => undefined,
  });
}
