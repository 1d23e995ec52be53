/** Waits until a device has done what it was told: kernels of the GPU backends return before that. */

interface WebGLDevice {
  gpgpu: { gl: WebGL2RenderingContext; outputTexture: object | null };
}

interface WebGPUDevice {
  queue: { onSubmittedWorkDone(): Promise<unknown> };
  commandEncoder: object | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** What waits for `tfjs`, the backend object of tfjs under ours. */
export function drainOf(tfjs: object): () => Promise<unknown> | void {
  if ("gpgpu" in tfjs) {
    const { gpgpu } = tfjs as WebGLDevice;
    const texel = new Float32Array(4);
    return () => {
      // Browsers make a flush of gl.finish(). Reading one texel of what was drawn last waits for all that was drawn.
      if (gpgpu.outputTexture !== null) gpgpu.gl.readPixels(0, 0, 1, 1, gpgpu.gl.RGBA, gpgpu.gl.FLOAT, texel);
    };
  }
  if ("queue" in tfjs) {
    const device = tfjs as WebGPUDevice;
    return () => {
      if (device.commandEncoder) {
        device.endComputePassEncoder();
        device.submitQueue();
      }
      return device.queue.onSubmittedWorkDone();
    };
  }
  return () => {};
}
