/** Input fields for the parameters of a script or a function, made from their annotations. */

import type { Param } from "./contract.js";
import { h } from "./dom.js";
import { label } from "./format.js";

/** Numbers that somebody may be asked to type. */
const MOST = 16;

export interface Field {
  element: HTMLElement;
  readonly name: string;
  read(): unknown;
  enable(enabled: boolean): void;
}

export function field(param: Param): Field {
  if (param.type === "numbers" && param.shape!.length) return listField(param);
  const input = h("input", { name: param.name, autocomplete: "off", ...attributes(param) });
  const text = h("span", { class: "label" }, label(param.name));
  const checkbox = param.type === "bool";
  return {
    element: h("label", { class: checkbox ? "field check" : "field" }, ...(checkbox ? [input, text] : [text, input])),
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
  const input = h("input", {
    name: param.name, type: "text", autocomplete: "off", required: true, placeholder: `${wanted}, with commas between`,
    oninput: check,
  });
  const numbers = (): number[] => input.value.split(/[\s,;]+/).filter(Boolean).map(Number);
  function check(): void {
    const values = numbers();
    const right = !values.some(Number.isNaN) && (typeof size !== "number" || values.length === size);
    input.setCustomValidity(right ? "" : `Enter ${wanted}, with commas between.`);
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

function attributes({ type, default: initial }: Param): Record<string, string | boolean | number> {
  if (type === "bool") return { type: "checkbox", checked: initial === true };
  if (type === "str") return { type: "text", value: typeof initial === "string" ? initial : "" };
  return {
    type: "number",
    required: true,
    step: type === "int" ? 1 : "any",
    inputmode: type === "int" ? "numeric" : "decimal",
    value: typeof initial === "number" ? initial : "",
  };
}
