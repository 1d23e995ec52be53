/** The look of the charts, the drawing pad and the bars (styles.ts says how themes and widths work). */

export const panelsCss = `
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px; }
figure { display: grid; grid-template: 1fr auto / minmax(0, 1fr); }
figcaption { display: flex; align-content: end; flex-wrap: wrap; justify-content: space-between; gap: 2px 12px; font-size: 13px; margin-bottom: 8px; }
figcaption strong { font-weight: 600; }
.legend { display: flex; gap: 16px; color: var(--muted); }
.key { display: inline-flex; align-items: center; gap: 6px; }
.key .figure { color: var(--text); min-width: 3.6em; }
.key i { width: 16px; border-top: 2px solid var(--accent); }
.key.validation i { border-top: 2px dashed var(--second); }
.broken { color: var(--bad); font-weight: 600; }
.key.c1 i { border-color: var(--second); }
.key.c2 i { border-color: var(--third); }
.key.c3 i { border-color: var(--fourth); }
.key.c4 i { border-color: var(--muted); }
.key.c5 i { border-color: var(--bad); }
.legend { flex-wrap: wrap; }
.plot { height: 220px; overflow: hidden; position: relative; border-radius: 8px; }
.plot:not(:has(.uplot)) { border: 1px dashed var(--border); }
.plot .u-cursor-x { border-right: 1px dashed var(--edge); }
.log { max-height: 340px; overflow-y: auto; overscroll-behavior: contain; padding: 8px 12px; border-radius: 8px; background: var(--sunken); font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.log > div { min-height: 1.6em; }
.probe { position: absolute; visibility: hidden; }

.pad-frame { container-type: inline-size; position: relative; margin-bottom: 12px; }
.pad { display: block; width: 100%; max-width: 332px; margin: 0 auto; aspect-ratio: 1; border-radius: 12px; background: #000; touch-action: none; cursor: crosshair; box-shadow: 0 0 0 1px var(--border); user-select: none; -webkit-user-select: none; }
.pad.picture { cursor: default; touch-action: auto; }
.pad-frame.drop { outline: 3px dashed var(--accent); outline-offset: 3px; border-radius: 12px; }
/* Seen while the pad has the keyboard's focus. The pad is as wide as its frame, but for wide cards. */
.pad-cursor { --side: min(100cqw, 332px); position: absolute; width: 24px; height: 24px; margin: -12px; border: 2px solid #fff; outline: 2px solid #0b1330; border-radius: 50%; pointer-events: none; visibility: hidden; left: calc(50% + (var(--x) - .5) * var(--side)); top: calc(var(--y) * var(--side)); }
.pad-cursor.down { background: var(--accent); }
.pad-keys { visibility: hidden; position: absolute; inset: auto 0 10px; max-width: 300px; margin: 0 auto; padding: 0 8px; font-size: 12px; line-height: 16px; color: #9aa1ad; text-align: center; pointer-events: none; }
.pad:focus-visible ~ .pad-cursor { visibility: visible; }
.pad:focus-visible ~ .pad-keys { visibility: visible; }
.pad.off { opacity: .6; cursor: default; }
.pad-hint { position: absolute; inset: 0; display: grid; place-items: center; color: #9aa1ad; font-size: 14px; pointer-events: none; }
.pixels { image-rendering: pixelated; background: #000; }
.seen { width: 44px; height: 44px; border-radius: 8px; flex: none; box-shadow: 0 0 0 1px var(--border); }
.drawn { display: block; width: 100%; height: auto; max-width: 332px; max-height: 480px; object-fit: contain; margin: 0 auto; border-radius: 12px; box-shadow: 0 0 0 1px var(--border); }
.output:has(.drawn) + form { margin-top: 12px; }
.drawing button { padding: 0 14px; }

.probabilities { margin-top: 16px; }
.answer { display: flex; align-items: baseline; gap: 12px; min-height: 48px; margin-bottom: 8px; }
.answer strong { font-size: 36px; line-height: 48px; font-weight: 650; min-width: .7em; }
.bars { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr) 4.2em; gap: 2px 12px; font-size: 13px; }
.bars li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; min-height: 24px; }
.bars .name { min-width: 1.2em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; }
.bars .figure { text-align: right; color: var(--muted); }
.bar { height: 8px; border-radius: 4px; background: var(--sunken); overflow: hidden; }
.bar::before { content: ""; display: block; height: 100%; border-radius: 4px; background: color-mix(in oklab, var(--accent) 45%, var(--sunken)); transform-origin: left; transform: scaleX(var(--share, 0)); transition: transform .15s ease-out; }
.best .bar::before, .per-class .bar::before { background: var(--accent); }
.bars .best .figure { color: var(--text); font-weight: 600; }
.tag { font-size: 12px; line-height: 20px; padding: 0 8px; border-radius: 10px; background: var(--sunken); color: var(--muted); }
.tag.gone { visibility: hidden; }

.output { margin-top: 16px; }
.answer-table { font-size: 14px; font-variant-numeric: tabular-nums; }
.answer-table th { color: var(--muted); font-weight: 500; text-align: left; padding-right: 16px; }
.answer-table td { padding: 4px 12px; background: var(--sunken); border-radius: 6px; }

.answer-list { max-height: 340px; font-size: 14px; line-height: 1.7; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }

.scroll { overflow: auto; margin: 0 -4px; padding: 0 4px; }
table { border-collapse: separate; border-spacing: 2px; }

@container (min-width: 640px) {
  .charts { grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); }
}
@media (forced-colors: active) {
  .bar { border: 1px solid; }
  .bar::before { background: CanvasText !important; }
}
`;
