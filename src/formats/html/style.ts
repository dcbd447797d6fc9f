/** The page's style: light and dark, and on paper. Findings out of sight are not laid out, so that thousands stay fluid. */
export const STYLE = `
:root { --bg: #fff; --fg: #1c2128; --dim: #57606a; --line: #d0d7de; --soft: #f6f8fa; --link: #0550ae;
  --conflict: #b42318; --unknown: #8a5a00; --pass: #1a6b35; --missing: #57606a; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171c; --fg: #e6e9ee; --dim: #a3acb8; --line: #363c46; --soft: #1d2128;
  --link: #82b4ff; --conflict: #ff8a7a; --unknown: #f0b64a; --pass: #6fd08c; --missing: #a3acb8; --mark: #5c4a12; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; } h3 { font-size: .9rem; margin: .9rem 0 .2rem; }
a { color: var(--link); } nav { display: flex; gap: 1rem; flex-wrap: wrap; } .dim { color: var(--dim); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--bg); padding: .5rem; z-index: 1; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.alarm { border-left: 4px solid var(--conflict); background: var(--soft); padding: .6rem .9rem; font-weight: 600; }
.lead { font-size: 1.05rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .7rem; list-style: none; padding: 0; }
.tile { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; background: var(--soft); }
.tile b { display: block; font-size: 1.6rem; line-height: 1.2; } .tile span { color: var(--dim); font-size: .85rem; }
.tile.conflict b { color: var(--conflict); } .tile.unknown b { color: var(--unknown); } .tile.pass b { color: var(--pass); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .3rem; }
.bars { width: 100%; border-collapse: collapse; font-size: .85rem; table-layout: fixed; }
.bars th { width: 42%; text-align: left; font-weight: 400; overflow-wrap: anywhere; padding: .1rem .4rem .1rem 0; }
.bars svg { display: block; width: 100%; height: .8rem; } .bars .number { width: 3.2rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
rect.conflict { fill: var(--conflict); } rect.unknown { fill: var(--unknown); } rect.pass { fill: var(--pass); } rect.missing { fill: var(--missing); }
.trend { width: 100%; max-width: 60rem; height: 9rem; border: 1px solid var(--line); border-radius: 8px; }
.line { stroke-width: 2.5; } .line.conflict { stroke: var(--conflict); } .line.unknown { stroke: var(--unknown); stroke-dasharray: 6 4; }
.line.pass { stroke: var(--pass); stroke-dasharray: 2 3; }
th.conflict { color: var(--conflict); } th.unknown { color: var(--unknown); } th.pass { color: var(--pass); }
meter { width: 12rem; height: 1rem; vertical-align: middle; }
#filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; position: sticky; top: 0; z-index: 1; padding: .6rem 0;
  background: var(--bg); border-bottom: 1px solid var(--line); }
#filters[hidden] { display: none; } #filters label { font-size: .8rem; color: var(--dim); display: grid; }
input, select, button { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .5rem; max-width: 14rem; }
.keys { font-size: .8rem; }
.finding { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; content-visibility: auto; contain-intrinsic-size: auto 2.6rem; }
.finding[hidden] { display: none; } .excused summary { font-style: italic; }
summary { cursor: pointer; padding: .45rem .7rem; display: flex; flex-wrap: wrap; gap: .2rem .7rem; align-items: baseline; }
.badge { font-size: .75rem; font-weight: 700; min-width: 5.6rem; } .badge.conflict { color: var(--conflict); } .badge.unknown { color: var(--unknown); }
.badge.pass { color: var(--pass); } .badge.missing { color: var(--missing); }
.claim { font-weight: 600; } .place, pre { font-family: ui-monospace, monospace; font-size: .85rem; } .place { overflow-wrap: anywhere; }
.message { flex: 1 1 20rem; overflow-wrap: anywhere; }
.body { padding: .2rem .9rem .8rem; border-top: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .5rem 0; } dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; overflow: auto; margin: .4rem 0; tab-size: 4; }
pre i { font-style: normal; } .n { display: inline-block; min-width: 2.5rem; padding-right: .8rem; color: var(--dim); user-select: none; text-align: right; }
.s { color: var(--pass); } .c { color: var(--dim); } .k { color: var(--link); } .d { color: var(--unknown); }
mark { background: var(--mark); color: inherit; border-radius: 3px; }
.plain { border-collapse: collapse; font-size: .9rem; } .plain th, .plain td { border-bottom: 1px solid var(--line); padding: .25rem .7rem .25rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
@media print { #filters, nav, .skip, .keys { display: none !important; } .finding { break-inside: avoid; content-visibility: visible; } body { max-width: none; } }
`;
