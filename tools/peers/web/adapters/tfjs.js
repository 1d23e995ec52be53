/** TensorFlow.js Layers on any of its backends. options: { backend, threads? }. */
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import start from "./tfjs_layers.js";

export default async function (job, { backend, threads }) {
  setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  if (threads) setThreadsCount(threads);
  return start(job, { backend });
}
