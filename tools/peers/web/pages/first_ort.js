import start from "../adapters/ort.js";
import { firstOfModel } from "./first.js";

await firstOfModel(start, { threads: 1 });
