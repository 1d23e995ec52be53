import start from "../adapters/jaxjs.js";
import { first } from "./first.js";

await first(start, { device: "wasm" }, "step");
