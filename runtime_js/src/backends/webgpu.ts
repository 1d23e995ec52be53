/** The webgpu backend: compute shaders. */

import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";
import { BackendLost, BackendUnavailable } from "./backend.js";
import type { Backend, StartOptions } from "./backend.js";
import { Health } from "./health.js";
import { softwareName } from "./software.js";
import { productOfNothing } from "./products_of_nothing.js";
import { nothing } from "./fold_nothing.js";
import { makeBackend } from "./tfjs_backend.js";
import { Calls } from "./webgpu_calls.js";

/** Asked for as high as the adapter goes; the others stay at WebGPU's defaults. */
const RAISED = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

/** Milliseconds; a driver that starts takes one or two seconds at most. */
const PATIENCE = 10_000;

export async function start(options: StartOptions): Promise<Backend> {
  const gpu = globalThis.navigator?.gpu;
  if (gpu === undefined) throw new BackendUnavailable("webgpu", "no WebGPU here (the page needs https or localhost)");
  const adapter = await answered("requestAdapter", gpu.requestAdapter({ powerPreference: "high-performance" }));
  if (adapter === null) throw new BackendUnavailable("webgpu", "no adapter");
  const { info } = adapter;
  const description = [info.vendor, info.architecture, info.description].filter(Boolean).join(" ") || "an adapter";
  const software = softwareName(description) ?? (info.isFallbackAdapter ? description : undefined);
  if (options.auto && software !== undefined) {
    throw new BackendUnavailable("webgpu", `the adapter is software (${software}), slower than wasm`);
  }
  const device = await requestDevice(adapter);
  const health = new Health();
  void device.lost.then(({ reason, message }) => {
    // "destroyed" is our own close().
    if (reason !== "destroyed") health.report(new BackendLost("webgpu", message || reason));
  });
  const tfjs = new WebGPUBackend(device, info);
  bindTensorsWithoutElements(tfjs, device);
  return makeBackend({
    name: "webgpu",
    description,
    limits: { maxTensorBytes: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize) },
    tfjs,
    nothing,
    table: tfjs.tensorMap,
    ofNothing: productOfNothing,
    health,
    calls: new Calls(device, tfjs),
    close() {
      tfjs.dispose();
      device.destroy();
    },
  });
}

/** A tensor without elements has a buffer without bytes, which no shader may be given: it gets another, of which it reads nothing. */
function bindTensorsWithoutElements(tfjs: WebGPUBackend, device: GPUDevice): void {
  const spare = { buffer: device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE }) };
  const bind = tfjs.tensorToBinding.bind(tfjs);
  tfjs.tensorToBinding = (tensor) => {
    const binding = bind(tensor);
    return binding?.buffer?.size === 0 ? spare : binding;
  };
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(RAISED.map((limit) => [limit, adapter.limits[limit]]));
  try {
    const asked = adapter.requestDevice({ requiredLimits });
    const device = await answered("requestDevice", asked, () => void asked.then((late) => late.destroy()).catch(() => {}));
    await answered("a shader", compiles(device), () => device.destroy());
    return device;
  } catch (error) {
    if (error instanceof BackendUnavailable) throw error;
    throw new BackendUnavailable("webgpu", error instanceof Error ? error.message : String(error));
  }
}

/** Whether the driver compiles shaders at all: otherwise that would show at the first step, too late for another backend. */
async function compiles(device: GPUDevice): Promise<void> {
  const code = "@group(0) @binding(0) var<storage, read_write> x: array<f32>;\n@compute @workgroup_size(1) fn main() { x[0] = x[1] + 1.0; }";
  try {
    const module = device.createShaderModule({ code });
    await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } });
  } catch (error) {
    device.destroy();
    throw new BackendUnavailable("webgpu", `the driver compiles no shaders (${(error as Error).message.trim()})`);
  }
}

/** Some drivers never answer. */
async function answered<T>(what: string, answer: Promise<T>, giveUp?: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp?.();
      reject(new BackendUnavailable("webgpu", `${what} had no answer within ${PATIENCE / 1000} s`));
    }, PATIENCE);
  });
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
}
