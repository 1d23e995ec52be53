import { load } from "line";
import { load as loadSecond } from "second";

import { show, trial } from "../trial.js";

show(trial(load), trial(loadSecond));
