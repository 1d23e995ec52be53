import type { HostArray } from "../app/contract.js";

/** Host arrays of one dtype, one after another along their first axis. */
export function concatenate(parts: HostArray[]): HostArray {
  const [{ shape, dtype, data: first }] = parts as [HostArray];
  const data = new (first.constructor as Float32ArrayConstructor)(parts.reduce((n, part) => n + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { shape: [parts.reduce((n, part) => n + part.shape[0]!, 0), ...shape.slice(1)], dtype, data };
}
