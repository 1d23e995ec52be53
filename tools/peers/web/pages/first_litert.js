import start from "../adapters/litert.js";
import { firstOfModel } from "./first.js";

await firstOfModel(start, { threads: 1 });
