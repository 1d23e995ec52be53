/**
 * The custom element `<bml-NAME>` of a program: a shadow root with its own style sheets, so that it looks and works the
 * same in any page, under a strict CSP too.
 *
 * Attributes, read when the element is connected:
 *   backend   the backend to begin with: "auto" (the default) or a name
 *   worker    "false" trains on the page's own thread
 *   fullpage  the element is the page: it gives the document its background and has the page's main heading
 *
 * Events, which bubble and leave shadow trees; `detail` holds
 *   bml-load   the app     bml-error  why none was loaded
 *   bml-run    { script, run }        bml-event  an event of that run        bml-end  how it came to its end
 *
 * Parts, for ::part(): header, notices, controls, panel, charts, log, returned, results.
 */

import type { App, Backends, Load, Program } from "./contract.js";
import { styleSheet } from "./dom.js";
import { Page, type PageNews } from "./page.js";
import { documentCss, pageCss } from "./styles.js";
import { panelsCss } from "./styles_panels.js";

export interface Definition {
  /** "bml-mnist-cnn". */
  tag: string;
  program: Program;
  load: Load;
  backends: Backends;
}

export interface ProgramElement extends HTMLElement {
  /** The running program, null while it loads. */
  readonly app: App | null;
  /** The first app since the element was connected; rejects where it does not load, or the element goes first. */
  readonly ready: Promise<App>;
}

interface Pending {
  promise: Promise<App>;
  resolve(app: App): void;
  reject(error: unknown): void;
}

function pending(): Pending {
  let resolve!: Pending["resolve"], reject!: Pending["reject"];
  const promise = new Promise<App>((...settle) => { [resolve, reject] = settle; });
  promise.catch(() => {}); // the element shows the failure
  return { promise, resolve, reject };
}

export function definePage({ tag, program, load, backends }: Definition): CustomElementConstructor {
  const known = customElements.get(tag);
  if (known) return known; // a page may import the module under two addresses
  const sheets = [styleSheet(pageCss + panelsCss)];

  class BmlProgram extends HTMLElement implements ProgramElement {
    private page: Page | null = null;
    private pending = pending();
    private background: CSSStyleSheet | null = null;

    get ready(): Promise<App> {
      return this.pending.promise;
    }

    get app(): App | null {
      return this.page?.app ?? null;
    }

    connectedCallback(): void {
      if (this.page) return; // moved within the document
      const fullpage = this.hasAttribute("fullpage");
      if (fullpage) document.adoptedStyleSheets.push(this.background = styleSheet(documentCss));
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = sheets;
      const backend = this.getAttribute("backend") ?? "auto";
      const worker = this.getAttribute("worker") !== "false";
      this.page = new Page({ program, load, backends, backend, worker, heading: fullpage ? "h1" : "h2", tell: (name, detail) => this.tell(name, detail) });
      root.replaceChildren(this.page.element);
      void this.page.start(backend);
    }

    private tell<Name extends keyof PageNews>(name: Name, detail: PageNews[Name]): void {
      if (name === "bml-load") this.pending.resolve(detail as App);
      if (name === "bml-error") this.pending.reject(detail);
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }

    /** A move is a disconnection and a connection at once, so what counts is where the element is afterwards. */
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.page?.dispose().catch(() => {}); // a lost device cannot be closed in order
        this.page = null;
        this.pending.reject(new Error("The element was taken out of the document before its program had loaded."));
        this.pending = pending();
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.background);
      });
    }
  }

  customElements.define(tag, BmlProgram);
  return BmlProgram;
}
