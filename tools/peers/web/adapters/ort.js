/** onnxruntime-web, predictions only: it has no training build any more. options: { threads }. */
import * as ort from "onnxruntime-web/wasm";

export default async function (job, { threads }) {
  ort.env.wasm.wasmPaths = "/node_modules/onnxruntime-web/dist/";
  ort.env.wasm.numThreads = threads;
  const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
  const session = await ort.InferenceSession.create(`/models/${job.task}.onnx`, options);
  const [input, output] = [session.inputNames[0], session.outputNames[0]];
  return {
    about: () => ort.env.versions?.web,
    async predict(x) {
      return (await session.run({ [input]: new ort.Tensor("float32", x, [job.batch, ...job.inputs]) }))[output].data;
    },
  };
}
