/** LiteRT.js, predictions only. options: { threads }. */
import { loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";

export default async function (job, { threads }) {
  await loadLiteRt("/node_modules/@litertjs/core/wasm/", { threads: threads > 1 });
  const model = await loadAndCompile(`/models/${job.task}.tflite`, { accelerator: "wasm", cpuOptions: { numThreads: threads } });
  return {
    async predict(x) {
      const input = new Tensor(x, [job.batch, ...job.inputs]);
      const answer = await model.run(input);
      const output = Array.isArray(answer) ? answer[0] : answer;
      const values = output.toTypedArray().slice();
      output.delete();
      input.delete();
      return values;
    },
  };
}
