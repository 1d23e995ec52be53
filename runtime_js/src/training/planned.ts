/** A program's tensor functions by plan. */

import type { Backend, Program, TensorFunctions } from "../app/contract.js";
import type { TensorFunction } from "../engine/plans.js";

/** The functions by plan, where the backend makes plans; those in pieces run as they are. */
export function planned(functions: TensorFunctions, { functions: infos }: Program, backend: Backend): TensorFunctions {
  if (!backend.planned) return functions;
  return Object.fromEntries(Object.entries(functions).map(([name, fn]) => {
    const info = infos[name];
    return [name, info && !info.waits ? backend.planned!(fn as TensorFunction, info) : fn];
  }));
}
