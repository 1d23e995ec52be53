/**
 * Making elements. Text only ever enters as text nodes and attributes, so nothing that a program, a label or an
 * error says can become markup; and there is no way to set a style attribute, which a strict CSP refuses.
 */

type Attribute = string | number | boolean | null | undefined | ((event: any) => void);
export type Attributes = { [name: string]: Attribute } & { style?: never };
export type Child = Node | string | number | null | undefined | false;

/** `h("button", { type: "button", disabled: true, onclick: train }, "Train")`. A false attribute is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter(isShown).map((child) => (typeof child === "number" ? String(child) : child)));
  return element;
}

function isShown(child: Child): child is Node | string | number {
  return child !== null && child !== undefined && child !== false;
}

/** Sets text only where it changed: unchanged live regions stay silent and unchanged layout stays clean. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A number that a style sheet reads as `var(--name)`; set through CSSOM, which a strict CSP allows. */
export function setVariable(element: HTMLElement, name: string, value: number): void {
  element.style.setProperty(name, value.toFixed(4));
}

export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** Adds, once, the sheet of a part that was fetched later; below the page's own, which may overrule it. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.unshift(sheet);
}
