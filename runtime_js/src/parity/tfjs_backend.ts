import type { Backend } from "../backends/backend.js";

/** The tfjs backend under ours: what a kernel is called with is the only place where it shows. */
export function tfjsBackend(backend: Backend): object {
  let found: object | undefined;
  const probe = backend.bind({
    kernelName: "Probe",
    kernelFunc: ({ inputs, backend: tfjs }) => {
      found = tfjs as object;
      return inputs["x"] as never;
    },
  });
  const x = backend.upload({ shape: [1], dtype: "float32", data: new Float32Array(1) });
  probe({ x });
  backend.dispose(x);
  if (found === undefined) throw new Error("a kernel was called without a backend");
  return found;
}
