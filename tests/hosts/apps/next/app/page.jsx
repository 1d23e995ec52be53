"use client"; // and rendered on the server too, which imports the program there

import { useEffect } from "react";
import { load } from "line";

import { show, trial } from "../../trial.js";

export default function Page() {
  useEffect(() => {
    show(trial(load));
  }, []);
  return <p>A {typeof load} of the program</p>;
}
