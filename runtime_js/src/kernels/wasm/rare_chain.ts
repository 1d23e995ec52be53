/** Chains with functions of the module `rest`: a file of their own, by which a program says that it needs that. */

export { rareChain } from "./chain.js";
