/** Input fields for the parameters of a script or a function, made from their annotations. */

import type { Param } from "./contract.js";
import { h, setText } from "./dom.js";
import { count, label } from "./format.js";

/** Numbers that somebody may be asked to type. */
const MOST = 16;

/** JavaScript's ints end here. */
const LARGEST = Number.MAX_SAFE_INTEGER;

export interface Field {
  element: HTMLElement;
  readonly name: string;
  read(): unknown;
  enable(enabled: boolean): void;
}

export function field(param: Param): Field {
  if (param.type === "numbers" && param.shape!.length) return listField(param);
  const input = h("input", { name: param.name, autocomplete: "off", ...attributes(param), oninput: hint });
  const text = h("span", { class: "label" }, label(param.name));
  const checkbox = param.type === "bool";
  const said = h("p", { class: "hint", role: "status" });
  /** Nothing forbids a batch of more than there is, but who enters one should know. */
  function hint(): void {
    const { examples = Infinity } = param;
    setText(said, input.valueAsNumber > examples ? `More than the ${count(examples)} examples: one batch holds them all.` : "");
  }
  hint();
  const labelled = h("label", { class: checkbox ? "field check" : "field" }, ...(checkbox ? [input, text] : [text, input]));
  return {
    element: param.examples === undefined ? labelled : h("div", { class: "field" }, labelled, said),
    name: param.name,
    read: () => (checkbox ? input.checked : isNumber(param) ? input.valueAsNumber : input.value),
    enable(enabled) {
      input.disabled = !enabled;
    },
  };
}

/** Whether the page can ask for this parameter; a tensor with symbols in its shape, say, is for code to call. */
export function canEnter(param: Param): boolean {
  if (param.type !== "numbers") return ["int", "float", "bool", "str"].includes(param.type);
  const [size = 1, ...inner] = row(param);
  return inner.length === 0 && (typeof size === "string" || size <= MOST);
}

function isNumber({ type }: Param): boolean {
  return type === "int" || type === "float" || type === "numbers";
}

/** The shape of one element: of a batch of any size, the page gives one. */
function row({ shape }: Param): (number | string)[] {
  return shape!.slice(shape!.length > 1 && typeof shape![0] === "string" ? 1 : 0);
}

/** "1, 2.5 3": as many numbers as the shape has, or any number of them. */
function listField(param: Param): Field {
  const [size] = row(param);
  const wanted = typeof size === "number" ? `${size} number${size === 1 ? "" : "s"}` : "numbers";
  const between = size === 1 ? "" : ", with commas between";
  const input = h("input", {
    name: param.name, type: "text", autocomplete: "off", required: true, placeholder: `${wanted}${between}`,
    oninput: check, value: Array.isArray(param.default) ? param.default.join(", ") : "",
  });
  const numbers = (): number[] => input.value.split(/[\s,;]+/).filter(Boolean).map(Number);
  function check(): void {
    const values = numbers();
    const right = values.every(Number.isFinite) && (typeof size !== "number" || values.length === size);
    input.setCustomValidity(right ? "" : `Enter ${wanted}${between}.`);
  }
  return {
    element: h("label", { class: "field list" }, h("span", { class: "label" }, label(param.name)), input),
    name: param.name,
    read: numbers,
    enable(enabled) {
      input.disabled = !enabled;
    },
  };
}

function attributes({ type, default: initial, min, max }: Param): Record<string, string | boolean | number | undefined> {
  if (type === "bool") return { type: "checkbox", checked: initial === true };
  if (type === "str") return { type: "text", value: typeof initial === "string" ? initial : "" };
  return {
    type: "number",
    required: true,
    step: type === "int" ? 1 : "any",
    min, // steps count from it, so that there is none unless it means something
    max: max ?? (type === "int" ? LARGEST : undefined),
    inputmode: type === "int" ? "numeric" : "decimal",
    value: typeof initial === "number" ? initial : "",
  };
}
