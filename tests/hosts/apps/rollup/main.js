import { load } from "line";

import { show, trial } from "../trial.js";

show(trial(load, { base: "line" }));
