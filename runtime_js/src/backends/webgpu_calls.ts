/**
 * Which call an error of WebGPU belongs to. A device that refuses a buffer or a kernel says so later, and goes on computing
 * with nothing: the call at fault, and all that began before its error was known, gave numbers that nobody may use.
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js";

interface Failure {
  from: number;
  to: number;
  error: Error;
}

const FILTERS = ["validation", "out-of-memory", "internal"] as const;

export class Calls {
  readonly #device: GPUDevice;
  readonly #tfjs: WebGPUBackend;
  readonly #callOf = new WeakMap<object, number>(); // which call made a tensor
  readonly #failures: Failure[] = [];
  readonly #broken = new WeakSet<GPUBuffer>();
  #created: GPUBuffer[] = []; // by the call at work
  #call = 0; // the last one
  #known: Promise<unknown> = Promise.resolve(); // how all calls so far have gone

  constructor(device: GPUDevice, tfjs: WebGPUBackend) {
    this.#device = device;
    this.#tfjs = tfjs;
    device.onuncapturederror = ({ error }) => this.#fail(this.#call, error, []);
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      this.#created.push(buffer);
      return buffer;
    };
    // What was refused is no buffer, and must not serve the next tensor of its size.
    const { bufferManager } = tfjs;
    const release = bufferManager.releaseBuffer.bind(bufferManager);
    bufferManager.releaseBuffer = (buffer, reuse = true) => release(buffer, reuse && !this.#broken.has(buffer));
  }

  /** Runs a call, whose commands are submitted by themselves: commands that fail take along all that are submitted with them. */
  run<T>(fn: () => T): T {
    const call = ++this.#call;
    const created: GPUBuffer[] = this.#created = [];
    for (const filter of FILTERS) this.#device.pushErrorScope(filter);
    try {
      return fn();
    } finally {
      if (this.#tfjs.commandEncoder) {
        this.#tfjs.endComputePassEncoder();
        this.#tfjs.submitQueue();
      }
      // Of a lost device they reject; that it is lost is told otherwise.
      const errors = FILTERS.map(() => this.#device.popErrorScope().catch(() => null));
      this.#known = Promise.all([this.#known, ...errors]).then(([, ...found]) => {
        const error = found.find((each) => each !== null);
        if (error) this.#fail(call, error, created);
      });
    }
  }

  /** Notes that the last call made a tensor. */
  made(dataId: object): void {
    this.#callOf.set(dataId, this.#call);
  }

  /** Rejects if a call, the last one unless a tensor's is asked for, gave nothing to be trusted. */
  async verify(dataId?: object): Promise<void> {
    const call = dataId === undefined ? this.#call : this.#callOf.get(dataId) ?? 0;
    await this.#known;
    const failure = this.#failures.find(({ from, to }) => from <= call && call <= to);
    if (failure) throw failure.error;
  }

  #fail(from: number, error: GPUError, created: GPUBuffer[]): void {
    const what = error instanceof GPUOutOfMemoryError ? "the device is out of memory" : "a kernel failed on this device";
    const message = `webgpu: ${what} (${error.message.trim()}). Use a smaller batch, a smaller model or another backend.`;
    this.#failures.push({ from, to: this.#call, error: new Error(message) });
    for (const buffer of created) this.#broken.add(buffer);
    for (const [key, free] of this.#tfjs.bufferManager.freeBuffers) {
      this.#tfjs.bufferManager.freeBuffers.set(key, free.filter((buffer) => !this.#broken.has(buffer)));
    }
  }
}
