/** What only a call, a report, weights or a cache that fails needs. */

export { reason } from "../cache/reason.js";
export { call } from "./call.js";
export { concatenate } from "./concatenate.js";
export { report } from "./report.js";
export { readWeights, writeWeights } from "./weights.js";
