import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { load } from "line";

import { show, trial } from "../trial.js";

function App() {
  useEffect(() => {
    show(trial(load));
  }, []);
  return <p>A line</p>;
}

createRoot(document.getElementById("root")).render(<StrictMode><App /></StrictMode>);
