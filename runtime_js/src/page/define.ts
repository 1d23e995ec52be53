/**
 * The custom element `<bml-NAME>` of a program: a shadow root with its own style sheets, so that it looks and works the
 * same in any page, under a strict CSP too.
 *
 * Attributes, read when the element is connected:
 *   backend   the backend to begin with: auto (the default), webgpu, webgl, wasm, cpu
 *   worker    "false" trains on the page's own thread
 *   fullpage  the element is the page: it gives the document its background and has the page's main heading
 */

import type { App, Load, Program } from "./contract.js";
import { styleSheet } from "./dom.js";
import { Page } from "./page.js";
import { documentCss, pageCss } from "./styles.js";
import { panelsCss } from "./styles_panels.js";

export interface Definition {
  /** "bml-mnist-cnn". */
  tag: string;
  program: Program;
  load: Load;
}

export interface ProgramElement extends HTMLElement {
  /** The running program, null while it loads. */
  readonly app: App | null;
}

export function definePage({ tag, program, load }: Definition): CustomElementConstructor {
  const known = customElements.get(tag);
  if (known) return known; // a page may import the module under two addresses
  const sheets = [styleSheet(pageCss + panelsCss)];

  class BmlProgram extends HTMLElement implements ProgramElement {
    private page: Page | null = null;

    get app(): App | null {
      return this.page?.app ?? null;
    }

    connectedCallback(): void {
      if (this.page) return; // moved within the document
      const fullpage = this.hasAttribute("fullpage");
      if (fullpage) document.adoptedStyleSheets.push(styleSheet(documentCss));
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = sheets;
      const backend = this.getAttribute("backend") ?? "auto";
      const worker = this.getAttribute("worker") !== "false";
      this.page = new Page({ program, load, backend, worker, heading: fullpage ? "h1" : "h2" });
      root.replaceChildren(this.page.element);
      void this.page.start(backend);
    }

    /** A move is a disconnection and a connection at once, so what counts is where the element is afterwards. */
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        void this.page?.dispose();
        this.page = null;
      });
    }
  }

  customElements.define(tag, BmlProgram);
  return BmlProgram;
}
