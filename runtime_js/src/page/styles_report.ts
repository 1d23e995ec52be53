/** The look of the results; fetched with them. */

export const reportCss = `
.report { container: report / inline-size; }
.results { display: grid; grid-template-columns: minmax(0, 1fr); gap: 28px; }
.big { font-size: 56px; line-height: 1.1; font-weight: 650; letter-spacing: -.03em; }
.big small { font-size: .5em; font-weight: 500; letter-spacing: 0; margin-left: 2px; color: var(--muted); }
.confusion { font-size: 10.5px; font-variant-numeric: tabular-nums; letter-spacing: -.04em; width: 100%; table-layout: fixed; }
.confusion caption { caption-side: bottom; text-align: left; letter-spacing: 0; font-size: 12px; color: var(--muted); padding-top: 8px; }
.confusion th { font-weight: 600; color: var(--muted); padding: 0; }
.corner, .confusion tbody th { width: calc(var(--label) * .62em + 8px); }
.confusion th { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.confusion tbody th { text-align: left; }
.confusion td:not(.corner) { min-width: 25px; height: 28px; padding: 0; text-align: center; border-radius: 4px; background: color-mix(in oklab, var(--hue) calc(var(--depth) * 100%), var(--sunken)); }
.right { --hue: light-dark(#8ba8f8, #3150b8); }
.mistake { --hue: light-dark(#ee8a3c, #9a4f12); }
.confusion td.zero { color: var(--muted); }
.samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(64px, 1fr)); gap: 12px; }
.sample { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; align-content: start; min-width: 0; gap: 2px; padding: 4px 4px 6px; border-radius: 10px; border: 1px solid transparent; }
.sample canvas { width: 100%; max-width: 84px; aspect-ratio: 1; border-radius: 8px; object-fit: contain; }
.said { display: flex; gap: 6px; align-items: baseline; max-width: 100%; }
.said strong { font-size: 18px; line-height: 24px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.said.word strong { font-size: 13px; }
.samples:has(.word) { grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); }
.sign { font-size: 12px; color: var(--muted); }
.sample .muted { font-size: 12px; line-height: 16px; }
.wrong { border-color: color-mix(in oklab, var(--bad) 55%, var(--surface)); background: var(--bad-tint); }
.wrong .sign, .wrong strong { color: var(--bad); }

@container report (min-width: 440px) {
  .confusion { font-size: 13px; letter-spacing: 0; }
  .confusion td:not(.corner) { height: 34px; }
  .confusion .right { font-weight: 600; }
  .big { font-size: 72px; }
}
@container report (min-width: 720px) {
  .results { grid-template-columns: minmax(180px, 260px) minmax(0, 1fr); gap: 32px; }
  .score, .per-class { grid-column: 1; }
  .matrix { grid-column: 2; grid-row: 1 / 3; }
  .sampled { grid-column: 1 / -1; }
}
@container report (min-width: 860px) {
  .samples { grid-template-columns: repeat(12, minmax(0, 1fr)); }
}
`;
