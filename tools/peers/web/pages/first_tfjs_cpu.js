import "@tensorflow/tfjs-backend-cpu";
import start from "../adapters/tfjs_layers.js";
import { first } from "./first.js";

await first(start, { backend: "cpu" });
