/**
 * The look of the page: tokens, layout and controls (styles_panels.ts has the charts and panels, styles_report.ts the results). A light and a dark
 * value stand together in `light-dark()`, which follows `color-scheme`, and so the system, or the host page where it sets
 * one. Layout asks for the width of the element, not of the window: the element may be a column of somebody's page.
 */

export const documentCss = `
html { color-scheme: light dark; background: light-dark(#f6f7f9, #0f1013); }
body { margin: 0; }
`;

export const pageCss = `
:host {
  display: block; container-type: inline-size; color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #0f1013);
  --surface: light-dark(#ffffff, #17181c);
  --sunken: light-dark(#eef0f3, #24262c);
  --border: light-dark(#e2e5ea, #2b2d34);
  --edge: light-dark(#868d9a, #6d7380);
  --text: light-dark(#16181d, #eceef2);
  --muted: light-dark(#5a616e, #a2a8b4);
  --accent: light-dark(#2456e6, #8aa8ff);
  --on-accent: light-dark(#ffffff, #0b1330);
  --tint: light-dark(#eaf0ff, #1c2542);
  --second: light-dark(#b4540a, #f0a35e);
  --third: light-dark(#0f7a4d, #63cf9a);
  --fourth: light-dark(#8638b5, #d0a2f2);
  --bad: light-dark(#b3261e, #ff9a91);
  --bad-tint: light-dark(#fdeeec, #381b1a);
  --radius: 14px;
  background: var(--ground);
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
header, h2, .label, figcaption, .progress, .hint, .empty { overflow-wrap: anywhere; }
h2 { font-size: 16px; font-weight: 600; letter-spacing: -.005em; }
h3 { font-size: 13px; font-weight: 600; color: var(--muted); margin-bottom: 12px; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.muted { color: var(--muted); font-size: 13px; }
.figure { font-variant-numeric: tabular-nums; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.row { display: flex; gap: 8px; align-items: center; }
.grow { flex: 1; }
.line { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }

/* What the document around gives its elements stops here, but for the colour scheme. */
.page {
  all: initial; display: block; color-scheme: inherit; color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-text-size-adjust: 100%;
}
.page { max-width: 1480px; margin: 0 auto; padding: 16px 12px 32px; display: flex; flex-direction: column; }
header { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; padding: 8px 4px 20px; }
.title { font-size: 24px; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; text-wrap: balance; margin-bottom: 6px; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
dt { color: var(--muted); font-size: 12px; }
dd { min-height: 44px; font-size: 14px; }
dd strong { font-weight: 600; margin-right: 4px; }
dd span { overflow-wrap: anywhere; }
main, .side, .wide { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
.card { background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); padding: 16px; min-width: 0; }
.card > h2, .card > .line { margin-bottom: 16px; }

form { display: grid; gap: 12px; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; }
.fields:empty { display: none; }
.field { display: grid; gap: 4px; align-content: start; }
.hint { font-size: 12px; color: var(--muted); }
.hint:empty { display: none; }
.field.list { grid-column: 1 / -1; }
.field.check { display: flex; align-self: end; align-items: center; gap: 10px; min-height: 44px; }
.label { font-size: 13px; color: var(--muted); }
input, select, button { font: inherit; color: inherit; min-height: 44px; border-radius: 10px; }
input:not([type=checkbox]), select { width: 100%; padding: 0 12px; background: var(--surface); border: 1px solid var(--edge); font-variant-numeric: tabular-nums; }
input[type=checkbox] { width: 22px; height: 22px; min-height: 0; accent-color: var(--accent); }
input:user-invalid { border-color: var(--bad); }
button { padding: 0 16px; border: 1px solid var(--edge); background: var(--surface); font-weight: 550; cursor: pointer; white-space: nowrap; transition: background-color .12s; }
button:hover { background: var(--sunken); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover { background: color-mix(in oklab, var(--accent) 88%, var(--text)); }
button.quiet { border-color: transparent; background: none; color: var(--muted); font-weight: 450; }
button.quiet:hover { color: var(--text); background: var(--sunken); }
:disabled { cursor: default; }
input:disabled, select:disabled { color: var(--muted); border-color: var(--border); background: var(--sunken); opacity: 1; }
button:disabled, button:disabled:hover { color: color-mix(in oklab, var(--muted) 60%, var(--surface)); background: var(--sunken); border-color: transparent; }
button.quiet:disabled, button.quiet:disabled:hover { background: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.buttons { margin-top: 4px; }
.buttons:last-child { margin-bottom: 16px; }
.buttons button { flex: 1 1 0; padding: 0 8px; min-width: 0; }
.buttons .primary { flex-grow: 1.6; }
.under { justify-content: flex-end; margin: -8px -8px 0; }
.under button { font-size: 13px; }

.progress { display: grid; gap: 6px; }
.progress > p:not(.visually-hidden) { min-height: 20px; }
progress { appearance: none; display: block; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; background: var(--sunken); }
progress::-webkit-progress-bar { background: var(--sunken); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 4px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 4px; }
progress:indeterminate { background: linear-gradient(90deg, var(--sunken) 30%, var(--accent) 50%, var(--sunken) 70%) 0 0 / 200% 100%; animation: sweep 1.6s linear infinite; }
progress:indeterminate::-webkit-progress-bar { background: none; }
progress:indeterminate::-moz-progress-bar { background: none; }
@keyframes sweep { from { background-position: 150% 0; } to { background-position: -50% 0; } }
.plain .progress { margin-top: 16px; }

/* Over the lower edge of what is seen of the page, without room of its own. */
.messages { order: 1; position: sticky; bottom: 0; z-index: 2; height: 0; }
.messages > div { position: absolute; right: -12px; bottom: 0; display: grid; gap: 8px; padding: 12px; width: min(100% + 24px, 504px); max-height: 60vh; overflow: auto; }
[role=alert]:empty, [role=status]:has(> .notices[hidden]) { display: none; }
.failure, .notices li { box-shadow: 0 4px 20px rgb(0 0 0 / .16); }
.failure { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 12px 16px; border-radius: var(--radius); background: var(--bad-tint); border: 1px solid color-mix(in oklab, var(--bad) 40%, var(--surface)); }
.failure p { display: grid; gap: 2px; flex: 1 1 240px; overflow-wrap: anywhere; font-size: 14px; }
.failure code { white-space: pre-wrap; }
.failure strong { color: var(--bad); font-weight: 600; white-space: pre-line; }
.notices { display: grid; gap: 8px; }
.notices li { display: flex; align-items: center; gap: 4px; padding: 4px 4px 4px 16px; border-radius: var(--radius); background: var(--tint); border: 1px solid var(--border); font-size: 13px; }
.notices li > :first-child { flex: 1; min-width: 0; padding: 6px 0; overflow-wrap: anywhere; }
.notices button { flex: none; min-width: 44px; padding: 0; }
summary { cursor: pointer; }

.aged > :last-child { opacity: .55; }
.empty { color: var(--muted); font-size: 14px; padding: 24px 12px; text-align: center; text-wrap: balance; }

@container (min-width: 640px) {
  .page { padding: 24px 24px 48px; }
  .card { padding: 20px; }
  header { grid-template-columns: minmax(0, 1fr) auto; align-items: start; padding-bottom: 24px; }
  .title { font-size: 30px; }
  .facts { grid-template-columns: minmax(90px, auto) auto; gap: 32px; max-width: 46cqw; }
}
@container (max-width: 979px) {
  .side, .wide { display: contents; }
  .side > .training { order: -2; }
  .wide > :not(:last-child) { order: -1; }
  .wide > :last-child { order: 1; }
}
@container (min-width: 980px) {
  .page:not(.plain) main { grid-template-columns: 372px minmax(0, 1fr); align-items: start; gap: 20px; }
  .plain { max-width: 760px; }
  .side, .wide { gap: 20px; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before { transition: none !important; animation-duration: 8s !important; }
}
@media (forced-colors: active) {
  progress { border: 1px solid; }
}
`;
