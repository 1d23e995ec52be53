import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import start from "../adapters/tfjs_layers.js";
import { first } from "./first.js";

await first(start, { backend: "cpu" }, "step");
