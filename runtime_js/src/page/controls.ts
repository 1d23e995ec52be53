/** The script's parameters, the choice of backend and the buttons. It says what was asked; the page decides. */

import type { Program } from "./contract.js";
import { h, setText } from "./dom.js";
import { canEnter, field } from "./fields.js";
import { label } from "./format.js";
import { allows, type Phase } from "./state.js";

export const BACKENDS = ["auto", "webgpu", "webgl", "wasm", "cpu"];
const NAMES: Record<string, string> = { auto: "Automatic", webgpu: "WebGPU", webgl: "WebGL", wasm: "WebAssembly", cpu: "JavaScript" };

export interface ControlActions {
  train(script: string, args: Record<string, unknown>): void;
  pause(): void;
  resume(): void;
  stop(): void;
  reset(): void;
  choose(backend: string): void;
}

export interface Controls {
  element: HTMLElement;
  update(phase: Phase, trained: boolean): void;
  choose(backend: string): void;
}

export function controls(program: Program, act: ControlActions): Controls {
  const scripts = Object.entries(program.exports).filter(([, { kind }]) => kind === "script");
  const fieldsets = scripts.map(([name, { params }]) => {
    const fields = params.filter(canEnter).map(field);
    return { name, fields, element: h("div", { class: "fields" }, ...fields.map((each) => each.element)) };
  });
  let chosen = fieldsets[0];

  const backend = h(
    "select",
    { name: "backend", onchange: () => act.choose(backend.value) },
    ...["auto", ...(program.backends ?? BACKENDS.slice(1))].map((each) => h("option", { value: each }, NAMES[each] ?? each)),
  );
  const pick = h(
    "select",
    { name: "script", onchange: () => pickScript(pick.value) },
    ...scripts.map(([name]) => h("option", { value: name }, label(name))),
  );
  const train = h("button", { type: "submit", class: "primary" }, "Train");
  const pause = h("button", { type: "button", onclick: () => (paused ? act.resume() : act.pause()) }, "Pause");
  const stop = h("button", { type: "button", onclick: act.stop }, "Stop");
  const reset = h("button", { type: "button", class: "quiet", onclick: act.reset, title: "Forget the training and begin with fresh weights" }, "Start over");
  let paused = false;
  let ready = false;
  let homeless = false; // what had the focus went out of use; the focus must not drop to the top of the page

  const form = h(
    "form",
    { "aria-label": "Training", onsubmit: submit },
    scripts.length > 1 && h("label", { class: "field" }, h("span", { class: "label" }, "Script"), pick),
    ...fieldsets.map(({ element }) => element),
    h("label", { class: "field" }, h("span", { class: "label" }, "Backend"), backend),
    chosen && h("div", { class: "row buttons" }, train, pause, stop),
    chosen && h("div", { class: "row under" }, reset),
  );
  function pickScript(name: string): void {
    chosen = fieldsets.find((each) => each.name === name);
    for (const each of fieldsets) {
      each.element.hidden = each !== chosen;
      // A hidden script's empty field must not hold up the chosen one, so only the chosen one's fields are enabled.
      for (const item of each.fields) item.enable(ready && each === chosen);
    }
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (train.disabled || !chosen) return;
    act.train(chosen.name, Object.fromEntries(chosen.fields.map((each) => [each.name, each.read()])));
  }

  return {
    element: form,
    update(phase, trained) {
      const idle = allows(phase, "load");
      ready = allows(phase, "train");
      const focused = (form.getRootNode() as Document | ShadowRoot).activeElement ?? null;
      paused = phase === "paused";
      setText(train, trained ? "Train more" : "Train");
      setText(pause, paused ? "Resume" : "Pause");
      train.disabled = !ready;
      pause.disabled = phase !== "training" && !paused;
      stop.disabled = !allows(phase, "stop");
      reset.disabled = !idle || !trained;
      backend.disabled = pick.disabled = !idle;
      pickScript(chosen?.name ?? "");
      homeless ||= focused !== null && form.contains(focused) && focused.matches(":disabled");
      const home = [train, pause].find((button) => !button.disabled);
      if (homeless && home) {
        homeless = false;
        home.focus({ preventScroll: true });
      }
    },
    choose(name) {
      backend.value = name;
    },
  };
}
