/** Input fields for the parameters of a script or a function, made from their annotations. */

import type { Param } from "./contract.js";
import { h } from "./dom.js";
import { label } from "./format.js";

export interface Field {
  element: HTMLElement;
  readonly name: string;
  read(): unknown;
  enable(enabled: boolean): void;
}

export function field(param: Param): Field {
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
  return ["int", "float", "bool", "str"].includes(param.type);
}

function isNumber({ type }: Param): boolean {
  return type === "int" || type === "float";
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
