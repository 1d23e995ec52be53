/**
 * A card for each script, with its parameters, its buttons and its progress; the choice of backend. They say what was
 * asked; the page decides.
 */

import type { Backends, Program } from "./contract.js";
import { h, setText } from "./dom.js";
import { canEnter, field } from "./fields.js";
import { label } from "./format.js";
import { progress, type Progress } from "./progress.js";
import { allows, type Phase } from "./state.js";

export interface ControlActions {
  train(script: string, args: Record<string, unknown>): void;
  pause(): void;
  resume(): void;
  stop(): void;
  reset(): void;
  choose(backend: string): void;
}

export interface Controls {
  cards: HTMLElement[];
  /** `running`: the script at work, if any. */
  update(phase: Phase, trained: boolean, running: string | null): void;
  choose(backend: string): void;
  /** Of a script; what is of the whole program stands in the first card. */
  progress(script: string | null): Progress;
  /** Nothing has run yet, or no more. */
  clear(): void;
}

interface ScriptCard {
  name: string;
  element: HTMLElement;
  progress: Progress;
  update(phase: Phase, trained: boolean, isRunning: boolean): void;
}

export function controls(program: Program, backends: Backends, act: ControlActions): Controls {
  const scripts = Object.keys(program.exports).filter((name) => program.exports[name]!.kind === "script");
  const backend = h(
    "select",
    { name: "backend", onchange: () => act.choose(backend.value) },
    ...Object.entries({ auto: "Automatic", ...backends }).map(([value, title]) => h("option", { value }, title)),
  );
  const chooser = h("label", { class: "field" }, h("span", { class: "label" }, "Backend"), backend);
  const reset = h("button", { type: "button", class: "quiet", onclick: act.reset, title: "Forget the training and begin with fresh weights" }, "Start over");
  const under = scripts.length > 0 && h("div", { class: "row under" }, reset);

  const isOnly = scripts.length === 1;
  const scriptCards = scripts.map((name) => scriptCard(program, name, isOnly, act, isOnly ? [chooser, under] : [null, null]));
  const own = scriptCards[0]?.progress ?? progress();
  const cards = scriptCards.map(({ element }) => element);
  if (!isOnly) {
    const form = h("form", { onsubmit: (event: Event) => event.preventDefault() }, chooser, under);
    cards.push(scripts.length ? card("Device", form) : card("Program", form, own.element));
  }

  return {
    cards,
    update(phase, trained, running) {
      reset.disabled = !allows(phase, "load") || !trained;
      backend.disabled = !allows(phase, "load");
      for (const each of scriptCards) each.update(phase, trained, each.name === running);
    },
    choose(name) {
      backend.value = name;
    },
    progress: (script) => scriptCards.find(({ name }) => name === script)?.progress ?? own,
    clear() {
      for (const each of scriptCards) each.progress.show(each.progress === own ? "" : "Not run yet", 0);
    },
  };
}

function scriptCard(program: Program, name: string, isOnly: boolean, act: ControlActions, [above, below]: (HTMLElement | null | false)[]): ScriptCard {
  const fields = program.exports[name]!.params.filter(canEnter).map(field);
  const isTraining = isOnly || /train|fit|learn/i.test(name);
  const shown = progress();
  const start = h("button", { type: "submit", class: "primary" }, isTraining ? "Train" : "Run");
  const pause = h("button", { type: "button", onclick: () => (paused ? act.resume() : act.pause()) }, "Pause");
  const stop = h("button", { type: "button", onclick: act.stop }, "Stop");
  let paused = false;
  let homeless = false; // what had the focus went out of use; the focus must not drop to the top of the page

  function submit(event: Event): void {
    event.preventDefault();
    if (!start.disabled) act.train(name, Object.fromEntries(fields.map((each) => [each.name, each.read()])));
  }

  const title = isOnly ? "Training" : label(name);
  const form = h(
    "form",
    { "aria-label": title, onsubmit: submit },
    h("div", { class: "fields" }, ...fields.map((each) => each.element)),
    above,
    h("div", { class: "row buttons" }, start, pause, stop),
    below,
  );
  return {
    name,
    element: card(title, form, shown.element),
    progress: shown,
    update(phase, trained, isRunning) {
      const ready = allows(phase, "train");
      const focused = (form.getRootNode() as Document | ShadowRoot).activeElement ?? null;
      paused = isRunning && phase === "paused";
      if (isTraining) setText(start, trained ? "Train more" : "Train");
      setText(pause, paused ? "Resume" : "Pause");
      start.disabled = !ready;
      pause.disabled = !isRunning || (phase !== "training" && !paused);
      stop.disabled = !isRunning || !allows(phase, "stop");
      for (const each of fields) each.enable(ready);
      homeless ||= focused !== null && form.contains(focused) && focused.matches(":disabled");
      const home = [start, pause].find((button) => !button.disabled);
      if (homeless && home) {
        homeless = false;
        home.focus({ preventScroll: true });
      }
    },
  };
}

function card(title: string, ...content: HTMLElement[]): HTMLElement {
  return h("section", { class: "card training", "aria-label": title }, h("h2", {}, title), ...content);
}
