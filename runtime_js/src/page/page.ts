/** The page of one program: puts the views together and drives an App with what they ask for. */

import { charts } from "./charts.js";
import { controls } from "./controls.js";
import { script, tensorFunction, type App, type Backends, type Download, type Load, type Program, type Run, type RunEvent } from "./contract.js";
import { h } from "./dom.js";
import { percent } from "./format.js";
import { header } from "./header.js";
import { classifies, heldOutText } from "./held_out.js";
import { bringLater } from "./later.js";
import { logPanel } from "./log_panel.js";
import { failure, isLost, notices } from "./notices.js";
import { downloadText, remainingText, type Progress } from "./progress.js";
import { results } from "./results.js";
import { returned } from "./returned.js";
import { Machine, type Phase } from "./state.js";
import { Tracker } from "./tracker.js";
import { tryIt, type TryIt } from "./try_it.js";

const SAMPLES = 12;
const MEASURED = "what the script measured is in its log and curves.";
/** How often (ms) a running training is asked for its memory and for a new look at the drawing. */
const LOOK = 1500;

export interface PageOptions {
  program: Program;
  load: Load;
  backends: Backends;
  backend: string;
  worker: boolean;
  heading: "h1" | "h2";
  /** What happens, for listeners of the element. */
  tell: <Name extends keyof PageNews>(name: Name, detail: PageNews[Name]) => void;
}

export interface PageNews {
  "bml-load": App;
  "bml-error": unknown; // why none was loaded
  "bml-run": { script: string; run: Run };
  "bml-event": RunEvent;
  "bml-end": Awaited<Run["ended"]>;
}

export class Page {
  readonly element: HTMLElement;
  app: App | null = null;
  private readonly machine = new Machine((phase) => this.update(phase));
  private readonly header;
  private readonly notices = notices();
  private readonly controls;
  private readonly charts;
  private readonly log = logPanel();
  private readonly returned = returned();
  private readonly results = results();
  private readonly panels: TryIt[];
  private readonly canTrain: boolean;
  private backend: string; // as chosen: "auto" stays "auto"
  private script: string | null = null; // the one that runs, or ran last
  private run: Run | null = null;
  private trained = false;
  private notes: string[] = []; // the page's own, beside the app's
  private stepping = false; // batches come, so the line of progress is theirs and no download's
  private looked = 0;
  private logs: Record<string, number> = {}; // of the last finished epoch
  private loads = 0;

  constructor(private readonly options: PageOptions) {
    const { program, heading } = options;
    const functions = Object.entries(program.exports);
    this.canTrain = functions.some(([, { kind }]) => kind === "script");
    this.header = header(program.title, program.source, heading);
    this.charts = charts([...new Set(Object.values(program.models).flatMap(({ logs }) => logs))].slice(0, 4));
    this.controls = controls(program, options.backends, {
      train: (name, args) => void this.train(name, args),
      pause: () => this.rein("pause", "Paused"),
      resume: () => this.rein("resume", "Resumed"),
      stop: () => this.rein("stop", "Stopping"),
      reset: () => void this.start(this.backend),
      choose: (backend) => void this.start(backend, true),
    });
    this.controls.clear();
    this.backend = options.backend;
    this.controls.choose(options.backend);
    this.panels = functions
      .filter(([, { kind }]) => kind === "function")
      .map(([name, declared]) =>
        tryIt(name, declared, program.functions[declared.function!]!, {
          call: (...inputs) => tensorFunction(this.app!, name)(...inputs),
          fail: (error) => (isLost(error) ? this.lost(error) : this.notices.fail(failure(error, "Nothing else is affected; try another input."), true)),
          succeed: () => this.notices.pass(),
        }),
      )
      .filter((panel) => panel !== null);
    this.element = h(
      "div",
      { class: this.canTrain ? "page" : "page plain" },
      this.header.element,
      this.notices.element,
      h(
        "main",
        {},
        h("div", { class: "side" }, ...this.controls.cards, ...this.panels.map((panel) => panel.element)),
        this.canTrain && h("div", { class: "wide" }, this.charts.element, this.log.element, this.returned.element, this.results.element),
      ),
    );
    const parts = {
      header: [this.header], notices: [this.notices], controls: this.controls.cards.map((element) => ({ element })), panel: this.panels,
      charts: [this.charts], log: [this.log], returned: [this.returned], results: [this.results],
    };
    for (const [part, views] of Object.entries(parts)) for (const { element } of views) element.part.add(part);
    this.results.element.hidden = !Object.keys(program.models).length; // no script fits or evaluates: nothing to show
    this.update("idle");
  }

  /**
   * Starts the program on a backend; `keep` carries trained weights over from the one before. That one ends only when
   * the new one runs: a backend that does not start must not cost a trained model.
   */
  async start(backend: string, keep = false): Promise<void> {
    const mine = ++this.loads;
    const before = this.app;
    this.controls.choose(backend);
    this.script = null;
    this.machine.send("load");
    this.notices.clear();
    this.progress.show("Starting", null);
    this.notes = [];
    let app: App | null = null;
    try {
      const weights = keep && this.trained ? await this.weights() : null;
      const { load, worker, program } = this.options;
      app = await load({ backend, worker, cache: true, onprogress: (download) => this.downloaded(download) });
      if (weights) await app.setWeights(weights);
      if (mine !== this.loads) return void (await app.dispose());
      this.app = app;
      this.backend = backend;
      this.trained = weights !== null || program.variables.some(({ shard }) => shard);
      if (!weights) {
        this.controls.clear();
        this.charts.clear();
        this.log.clear();
        this.returned.clear();
        this.results.clear();
      }
      this.begin();
      this.options.tell("bml-load", app);
      before?.dispose().catch(() => {}); // a lost device cannot be closed in order
    } catch (error) {
      app?.dispose().catch(() => {});
      if (mine !== this.loads) return;
      this.options.tell("bml-error", error);
      this.notices.fail({
        ...failure(error, before ? "The backend in use before is kept." : "Choose another backend, or try again."),
        retry: { label: "Try again", run: () => void this.start(backend, keep) },
      });
      if (before) return this.begin();
      this.machine.send("fail");
      this.header.showApp(null);
      this.progress.show("Not started", 0);
    }
  }

  /** null: what a lost device held is gone, and the page says so. */
  private async weights(): Promise<Awaited<ReturnType<App["getWeights"]>> | null> {
    try {
      return (await this.app?.getWeights()) ?? null;
    } catch (error) {
      this.notes.push(`The training could not be carried over: ${failure(error, "").message}`);
      return null;
    }
  }

  private begin(): void {
    this.header.showApp(this.app);
    this.controls.choose(this.backend);
    this.progress.show(this.canTrain ? "Ready to train" : "Ready", 0);
    this.progress.announce(`Ready on ${this.app!.backend}`);
    this.machine.send("loaded");
    this.refresh();
  }

  async dispose(): Promise<void> {
    this.loads++;
    this.run?.stop();
    removeEventListener("beforeunload", this.askBeforeLeaving);
    this.charts.dispose();
    this.log.dispose();
    const app = this.app;
    this.app = null;
    await app?.dispose();
  }

  private async train(name: string, args: Record<string, unknown>): Promise<void> {
    if (!this.machine.allows("train") || !this.app) return;
    const app = this.app;
    bringLater();
    this.logs = {};
    const tracker = new Tracker();
    this.stepping = false;
    this.notes = [];
    this.script = name;
    this.machine.send("train");
    this.notices.clear();
    this.log.clear();
    this.returned.clear();
    this.results.age(true);
    this.progress.show("Preparing the data", null);
    this.progress.announce("Training started");
    try {
      // A training without its curves is still a training.
      await this.charts.begin(name).catch((error) => {
        this.notes = [`The curves are not drawn: ${failure(error, "").message}`];
      });
      this.run = script(app, name)(args);
      void this.run.ended.then((end) => this.options.tell("bml-end", end));
      this.options.tell("bml-run", { script: name, run: this.run });
      if (this.machine.phase === "paused") this.run.pause(); // asked for while the charts' code was fetched
      if (this.machine.phase === "stopping") this.run.stop();
      for await (const event of this.run) {
        if (this.app !== app) return;
        this.options.tell("bml-event", event);
        this.take(event, tracker);
      }
      const stopped = this.machine.phase === "stopping";
      const share = stopped ? (tracker.share ?? 0) : 1;
      if (tracker.x > 0) await this.measure(app, tracker, this.ended(stopped ? "Stopped" : "Training finished"), share);
      else {
        this.results.age(false);
        if (tracker.reports) this.results.note(`This run did not fit a model: ${MEASURED}`);
        const ended = this.ended(!stopped ? "Finished" : tracker.reports ? "Stopped" : "Stopped before the first batch");
        this.progress.show(ended, share);
        this.progress.announce(ended);
      }
      if (!stopped) {
        if (this.options.program.variables.length) this.setTrained(true); // a loop need not report anything
        this.progress.aside(await this.returned.show(await this.run));
      }
      this.machine.send("finish");
    } catch (error) {
      if (this.app !== app) return;
      this.machine.send("fail");
      if (tracker.x === 0) this.results.age(false);
      this.progress.show("Interrupted", tracker.share ?? 0);
      this.progress.announce("");
      if (isLost(error)) this.lost(error);
      else this.notices.fail({
        ...failure(error, tracker.x > 0 || tracker.reports
          ? "The weights of the last finished step are kept. Train more, choose another backend, or restart the program."
          : "No step was reported; the weights are as the last finished one left them."),
        retry: { label: "Restart", run: () => void this.start(this.backend, true) },
      });
    } finally {
      this.run = null;
      this.refresh();
    }
  }

  /** A device, or the worker, takes what was there along, whatever was at work. */
  private lost(error: unknown): void {
    const advice = this.trained
      ? "What was trained is lost with it: weights are held there only. Start over, on another backend if this happens again; until then nothing here can run."
      : "Nothing was trained yet. Start again, on another backend if this happens again.";
    this.notices.fail({ ...failure(error, advice), retry: { label: "Start over", run: () => void this.start(this.backend) } });
  }

  /** How a run ended, and whether its numbers are any good. */
  private ended(words: string): string {
    const broken = this.charts.broken();
    return broken ? `${words}, but ${broken}` : words;
  }

  private get progress(): Progress {
    return this.controls.progress(this.script);
  }

  /** Changes the phase at once; the run itself follows after the step that it is in. */
  private rein(command: "pause" | "resume" | "stop", words: string): void {
    this.machine.send(command);
    this.progress.aside(command === "resume" ? "" : words);
    this.progress.announce(words);
    this.run?.[command]();
  }

  /** A script may report thousands of times a second: what that changes on the page waits for the next frame. */
  private take(event: RunEvent, tracker: Tracker): void {
    const point = tracker.take(event);
    switch (event.type) {
      case "start":
        return this.charts.span(tracker.epochs);
      case "paused":
        return this.machine.send("pause");
      case "resumed":
        return this.machine.send("resume");
      case "end":
      case "dropped":
        return;
      case "notice":
        this.notes.push(event.text);
        return this.refresh();
      case "log":
      case "print":
        this.log.add(event.text);
    }
    this.stepping = true;
    if (event.type !== "print") this.setTrained(true);
    if (point) this.charts.add(point);
    else if (event.type === "plot") this.charts.addFree(event.logs);
    const aside = { paused: "Paused", stopping: "Stopping" }[this.machine.phase as string];
    this.progress.showSoon(tracker.text, tracker.share, aside ?? remainingText(tracker.remaining));
    if (event.type === "epoch") {
      this.logs = event.logs;
      this.announceEpoch(tracker, event.logs);
    }
    if (event.type === "epoch" || performance.now() - this.looked > LOOK) this.refresh();
  }

  private announceEpoch({ finished }: Tracker, logs: Record<string, number>): void {
    const accuracy = logs["val_accuracy"];
    this.progress.announce(`Epoch ${finished} finished${accuracy === undefined ? "" : `, validation accuracy ${percent(accuracy)}`}`);
  }

  /** A run without held-out data has no report; that is worth a line, not an alarm. */
  private async measure(app: App, { finished, reports }: Tracker, ended: string, share: number): Promise<void> {
    this.machine.send("measure");
    const heldOut = Object.keys(this.logs).some((name) => name.startsWith("val_"));
    if (!classifies(this.options.program) || (finished && !heldOut)) {
      this.results.note(reports && !heldOut ? `No data were held out from model.fit: ${MEASURED}` : heldOutText(this.logs));
      this.progress.announce(ended);
      this.progress.show(ended, share);
      return;
    }
    this.progress.show("Measuring on held-out data", null);
    try {
      const report = await app.report({ samples: SAMPLES });
      if (this.app !== app) return;
      await this.results.show(report);
      this.progress.announce(`${ended}. Test accuracy ${percent(report.accuracy, 2)}`);
    } catch (error) {
      this.results.note(failure(error, "").message);
      this.progress.announce(ended);
    }
    this.progress.show(ended, share);
  }

  private downloaded(download: Download): void {
    const waiting = this.machine.phase === "loading" || (this.machine.phase === "training" && !this.stepping);
    if (waiting) this.progress.show(downloadText(download), download.total ? download.loaded / download.total : null);
  }

  /** The memory figure, and the answers on show, as of the last committed step. */
  private refresh(): void {
    const app = this.app;
    if (!app) return;
    this.looked = performance.now();
    this.notices.show([...app.notices, ...this.notes]); // a cache that fills up while training says so here
    for (const panel of this.panels) panel.refresh();
    app.memory().then(
      (memory) => this.app === app && this.header.showMemory(memory),
      () => this.header.showMemory(null), // an app that is being closed has no figure
    );
  }

  /** Browsers ask with words of their own. */
  private readonly askBeforeLeaving = (event: Event): void => event.preventDefault();

  private setTrained(trained: boolean): void {
    if (this.trained === trained) return;
    this.trained = trained;
    this.update(this.machine.phase);
  }

  private update(phase: Phase): void {
    this.element.dataset["phase"] = phase;
    this.controls.update(phase, this.trained, this.script);
    const isAtWork = phase === "training" || phase === "paused" || phase === "stopping";
    (isAtWork ? addEventListener : removeEventListener)("beforeunload", this.askBeforeLeaving);
    for (const panel of this.panels) {
      panel.enable(this.app !== null);
      panel.trained(this.trained);
    }
  }
}
