/** `Backend` over one of tfjs's backend objects: binding, accounting and roll-back are the same on all. */

import type { Engine } from "../engine/engine.js";
import type { DataStorage, StoredTensor } from "../memory/data_storage.js";
import type { DataId } from "../memory/journal.js";
import type { Backend, DeviceLimits, DType, Gathered, HostArray, Inputs, KernelConfig, Tensor } from "./backend.js";
import type { nothing as Nothing } from "./fold_nothing.js";
import type { Health } from "./health.js";
import type { IntegerMagnitudes } from "./integers.js";
import { callText, checkSize, told, typeText } from "./room.js";
import type { Calls } from "./webgpu_calls.js";

/** What all of tfjs's backends have in common. */
export interface TfjsBackend {
  write(values: HostArray["data"] | null, shape: number[], dtype: DType): DataId;
  read(dataId: DataId): Promise<Float32Array | Int32Array | Uint8Array>;
  disposeData(dataId: DataId, force?: boolean): boolean;
  incRef(dataId: DataId): void;
  numDataIds(): number;
}

export interface Device {
  name: string;
  description: string;
  limits: DeviceLimits;
  /** Of a device that stores int32 as float32. */
  magnitudes?: IntegerMagnitudes;
  tfjs: TfjsBackend;
  table: DataStorage<StoredTensor>;
  /** Of a device whose tensor functions can be planned. */
  engine?: Engine;
  /** Of a device that may go away on its own. */
  health?: Health;
  /** Of a device that tells later what went wrong. */
  calls?: Calls;
  /** Of a device whose kernels only print what they refuse: what was printed since it was asked for. */
  refused?: () => string;
  /** Of a device whose kernels leave reductions and joins of nothing to chance. */
  nothing?: typeof Nothing;
  /** Of a device that refuses tensors without elements: see `productOfNothing`. */
  ofNothing?: (kernel: string, inputs: Inputs, attrs: object) => number[] | null;
  /** Of a device whose tensors lie in memory that JavaScript can write: the place of this one, until that memory grows. */
  placeOf?: (tensor: Tensor) => HostArray["data"];
  close: () => void;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * tfjs's wasm kernels keep the functions of the module that they were set up for in module variables. So two programs in
 * one thread must take turns: whoever calls a kernel next sets its own up again.
 */
let setUpFor: TfjsBackend | undefined;

export function makeBackend(device: Device): Backend {
  const { name, description, limits, magnitudes, tfjs, table, engine, health, calls, refused, nothing, ofNothing, placeOf } = device;
  const constants = new Map<string, Tensor>();
  let kernelCalls = 0;

  const withSetup = new Set<KernelConfig>();

  function takeTurn(): void {
    for (const config of withSetup) config.setupFunc!(tfjs);
    setUpFor = tfjs;
  }

  function bound(config: KernelConfig) {
    const { kernelFunc, setupFunc } = config;
    if (setupFunc !== undefined) {
      withSetup.add(config);
      if (setUpFor === tfjs) setupFunc(tfjs);
    }
    const call = (inputs: Inputs, attrs: object = {}): Tensor => {
      if (engine?.recording) return engine.write(config, inputs, attrs, engine.recording) as Tensor;
      kernelCalls++;
      const empty = ofNothing?.(config.kernelName, inputs, attrs);
      if (empty) return filled(empty, 0, (Object.values(inputs)[0] as Tensor).dtype);
      if (setUpFor !== tfjs) takeTurn();
      try {
        const result = kernelFunc({ inputs, attrs, backend: tfjs }) as Tensor;
        const refusal = refused?.();
        if (refusal) throw new Error(`${name}: ${config.kernelName} failed: ${refusal}`);
        return result;
      } catch (error) {
        refused?.(); // what was printed belongs to this call
        throw told(error, name, callText(config.kernelName, inputs));
      }
    };
    if (!nothing?.folds(config.kernelName)) return call;
    return (inputs: Inputs, attrs: object = {}) => {
      const folded = nothing.fold(config.kernelName, inputs, attrs);
      return folded === null ? call(inputs, attrs) : filled(...folded);
    };
  }

  // What kernels write, keep and free passes here too.
  const [unchecked, incRef, disposeData] = [tfjs.write.bind(tfjs), tfjs.incRef.bind(tfjs), tfjs.disposeData.bind(tfjs)];
  tfjs.write = (values, shape, dtype) => {
    checkSize(shape, dtype, limits);
    return unchecked(values?.length === 0 ? new ARRAYS[dtype](0) : values, shape, dtype); // cpu's Concat gives a list
  };
  tfjs.incRef = (dataId) => {
    table.willChange(dataId);
    incRef(dataId);
  };
  tfjs.disposeData = (dataId, force) => {
    table.willChange(dataId);
    return disposeData(dataId, force);
  };

  function write(values: HostArray["data"] | null, shape: number[], dtype: DType): Tensor {
    return { dataId: tfjs.write(values, shape, dtype), shape, dtype };
  }

  function filled(shape: number[], value: number, dtype: DType): Tensor {
    return write(new ARRAYS[dtype](sizeOf(shape)).fill(value), shape, dtype);
  }

  async function readNow(dataId: DataId): ReturnType<TfjsBackend["read"]> {
    if (calls === undefined) return tfjs.read(dataId);
    const made = calls.verify(dataId);
    const read = calls.run(() => tfjs.read(dataId));
    read.catch(() => undefined); // what the device says of it says more
    await Promise.all([made, calls.verify()]);
    return read;
  }

  return {
    name,
    description,
    limits,
    get kernelCalls() {
      return kernelCalls + (engine?.calls ?? 0);
    },
    ...(engine && { planned: (fn, variables) => engine.planned(fn, variables) }),
    bind: bound,
    constant(values, shape, dtype) {
      const signed = values.map((value) => (Object.is(value, -0) ? "-0" : value)); // which join makes a 0
      const key = `${dtype}[${shape.join()}]${signed.join()}`;
      let tensor = constants.get(key);
      if (tensor === undefined) {
        tensor = write(ARRAYS[dtype].from(values), shape, dtype);
        constants.set(key, tensor);
      }
      return tensor;
    },
    keepsArrays: placeOf === undefined,
    upload(array) {
      health?.check();
      if (!isGathered(array)) checkArray(array);
      const { shape } = array;
      const dtype = array.dtype === "uint8" ? "int32" : array.dtype;
      try {
        checkSize(shape, dtype, limits); // before anything is made for it
        if (placeOf !== undefined) {
          const tensor = write(null, shape, dtype);
          put(array, placeOf(tensor));
          return tensor;
        }
        const data = !isGathered(array) && array.dtype === dtype ? array.data : put(array, new ARRAYS[dtype](sizeOf(shape)));
        magnitudes?.check(dtype, data);
        const tensor = write(data, shape, dtype);
        magnitudes?.uploaded(tensor, dtype, data);
        return tensor;
      } catch (error) {
        throw told(error, name, "an upload");
      }
    },
    checkSizes(holds, expected, sizes) {
      if (!holds) throw new RangeError(`${expected}, received ${Object.entries(sizes).map((each) => each.join(" = ")).join(", ")}`);
    },
    checkIntegers: (tensors, largest, sizes = []) => magnitudes?.largestOf(tensors, largest, sizes) ?? 0,
    boundInteger: (tensor, terms, largest = 0) => magnitudes?.bound(tensor, terms, largest),
    scalar: (value) => engine?.recording?.scalar(value) ?? write(Float32Array.of(value), [], "float32"),
    retain(tensor) {
      if (engine?.recording) return engine.recording.retain(tensor);
      tfjs.incRef(tensor.dataId);
      return { ...tensor };
    },
    async read(tensor) {
      health?.check();
      const { dataId } = tensor;
      tfjs.incRef(dataId); // its owner may dispose of it meanwhile
      try {
        const values = await (health ? health.unlessLost(readNow(dataId)) : readNow(dataId));
        health?.check();
        // tfjs may hand out its own array, and keeps using it.
        return values.slice();
      } catch (error) {
        throw told(error, name, `a read of ${typeText(tensor)}`);
      } finally {
        tfjs.disposeData(dataId);
      }
    },
    dispose(...tensors) {
      if (engine?.recording) return engine.recording.dispose(tensors);
      for (const tensor of tensors) tfjs.disposeData(tensor.dataId);
    },
    invoke(fn, done) {
      health?.check();
      const free = (dataId: DataId, force: boolean): unknown => tfjs.disposeData(dataId, force);
      try {
        if (calls === undefined) return table.attempt(fn, free, undefined, done);
        return calls.run(() => table.attempt(fn, free, (dataId) => calls.made(dataId), done));
      } catch (error) {
        health?.check();
        throw error;
      }
    },
    verify: () => calls?.verify(),
    cause: async (error) => await health?.soon() ?? error,
    liveTensors: () => tfjs.numDataIds(),
    liveBytes: () => table.liveBytes(),
    close() {
      for (const tensor of constants.values()) tfjs.disposeData(tensor.dataId);
      constants.clear();
      if (setUpFor === tfjs) setUpFor = undefined;
      device.close();
    },
  };
}

const sizeOf = (shape: number[]): number => shape.reduce((product, dimension) => product * dimension, 1);

/** By a member of its own: pages extend the prototype of all objects. */
const isGathered = (array: HostArray | Gathered): array is Gathered => Object.hasOwn(array, "fill");

/** Writes the numbers to where they are to be. */
function put(array: HostArray | Gathered, target: HostArray["data"]): HostArray["data"] {
  if (isGathered(array)) array.fill(target);
  else target.set(array.data);
  return target;
}

function checkArray({ data, dtype, shape }: HostArray): void {
  const size = sizeOf(shape);
  if (data.length !== size) {
    throw new Error(`expected ${size} values for the shape [${shape.join(", ")}], received ${data.length}`);
  }
  const Expected = dtype === "uint8" ? Uint8Array : ARRAYS[dtype];
  if (!(data instanceof Expected)) {
    throw new Error(`expected a ${Expected.name} for ${dtype}, received ${(data as object).constructor.name}`);
  }
}
