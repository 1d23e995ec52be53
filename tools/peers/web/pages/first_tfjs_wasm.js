import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import start from "../adapters/tfjs_layers.js";
import { first } from "./first.js";

setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
await first(start, { backend: "wasm" });
