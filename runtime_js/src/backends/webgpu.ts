/** The webgpu backend: compute shaders. */

import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";
import { BackendLost, BackendUnavailable } from "./backend.js";
import type { Backend, StartOptions } from "./backend.js";
import { Health } from "./health.js";
import { isSoftware } from "./software.js";
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

export async function start(options: StartOptions): Promise<Backend> {
  const gpu = globalThis.navigator?.gpu;
  if (gpu === undefined) throw new BackendUnavailable("webgpu", "no WebGPU here (the page needs https or localhost)");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new BackendUnavailable("webgpu", "no adapter");
  const { info } = adapter;
  const description = [info.vendor, info.architecture, info.description].filter(Boolean).join(" ") || "an adapter";
  if (options.auto && (info.isFallbackAdapter || isSoftware(description))) {
    throw new BackendUnavailable("webgpu", `the adapter is software (${description}), slower than wasm`);
  }
  const device = await requestDevice(adapter);
  const health = new Health();
  void device.lost.then(({ reason, message }) => {
    // "destroyed" is our own close().
    if (reason !== "destroyed") health.report(new BackendLost("webgpu", message || reason));
  });
  const tfjs = new WebGPUBackend(device, info);
  return makeBackend({
    name: "webgpu",
    description,
    limits: { maxTensorBytes: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize) },
    tfjs,
    table: tfjs.tensorMap,
    health,
    calls: new Calls(device, tfjs),
    close() {
      tfjs.dispose();
      device.destroy();
    },
  });
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(RAISED.map((limit) => [limit, adapter.limits[limit]]));
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    throw new BackendUnavailable("webgpu", error instanceof Error ? error.message : String(error));
  }
}
