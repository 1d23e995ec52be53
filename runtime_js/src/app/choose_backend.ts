/** Starts the backend that was asked for, or the first that the device has, and says which others did not start and why. */

import type { StartOptions } from "../backends/backend.js";
import { fetchFile } from "../data/fetch_file.js";
import { hash } from "../data/hash.js";
import type { Backend, TensorFunctions } from "./contract.js";

/** A `chunks/<backend>.js`. */
export interface BackendModule {
  start(options: StartOptions): Promise<Backend>;
  tensorFunctions(backend: Backend): TensorFunctions;
  /** The beginnings of the SHA-256 of its WebAssembly files. */
  binaries?: string[];
}

/** By name, in the order in which they are tried. */
export type BackendLoaders = Record<string, () => Promise<BackendModule>>;

export async function chooseBackend(
  requested: string, loaders: BackendLoaders, tell: (notice: string) => void, base?: string,
): Promise<{ backend: Backend; functions: TensorFunctions; notices: string[] }> {
  const built = Object.keys(loaders);
  if (requested !== "auto" && !built.includes(requested)) {
    throw new Error(`load: expected backend "auto" or one of those the program was built for (${built.join(", ")}), received "${requested}".`);
  }
  const options = { auto: requested === "auto", fetchFile, hash, tell, ...(base === undefined ? {} : { base: new URL("chunks/", base) }) };
  const failures: string[] = [];
  // A backend that was asked for by name is tried first; what follows it in the order is its fall-back.
  for (const name of built.slice(Math.max(0, built.indexOf(requested)))) {
    let backend: Backend | undefined;
    try {
      const module = await loaders[name]!();
      backend = await module.start({ ...options, binaries: module.binaries });
      const functions = module.tensorFunctions(backend);
      const using = name === built.at(-1) ? `${name}, the slowest` : name;
      return { backend, functions, notices: failures.map((failure) => `${failure}; using ${using}`) };
    } catch (error) {
      backend?.close();
      const { message } = error as Error;
      failures.push(message.startsWith(name) ? message : `${name}: ${message}`);
    }
  }
  throw new Error(`load: expected a backend that this device has, received none:\n${failures.join("\n")}`);
}
