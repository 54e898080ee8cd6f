/** The style of a report: the tokens of the product's visual language, and what this page needs. */
const LIGHT = `color-scheme:light;--bg:#F2F4F1;--surface:#FFF;--sunken:#E8EBE7;--rule:#D3D9D4;--rule-2:#B4BDB8;--edge:#6B7773;--ink:#10201D;--ink-2:#3F4F4B;--ink-3:#586662;
--on-ink:#FFF;--wash-2:#10201D14;--alarm:#A8071A;--on-alarm:#FFF;--vehicle:#4C5B57;--c-papers:#7B5006;--c-slot:#038BDA;--c-queue:#2B14A7;--c-bay:#E64B12;--c-laboratory:#C743A2;
--c-other:#147862;--c-closed:#495055;--c-driver:#618B4E;--c-system:#151D1C;--on-cause:#FFF`;
const DARK = `color-scheme:dark;--bg:#0C1312;--surface:#131C1B;--sunken:#080E0D;--rule:#263331;--rule-2:#3A4A47;--edge:#71827E;--ink:#E9F0EE;--ink-2:#B7C4C0;--ink-3:#8FA09B;
--on-ink:#0C1312;--wash-2:#E9F0EE1A;--alarm:#FF6B6B;--on-alarm:#1A0204;--vehicle:#93A39F;--c-papers:#FBD651;--c-slot:#21A9F4;--c-queue:#646DEC;--c-bay:#FA8842;--c-laboratory:#A84AA3;
--c-other:#9BD9B7;--c-closed:#8E969C;--c-driver:#6C7611;--c-system:#EDF8F5;--on-cause:#0C1312`;

export const STYLE = `
:root{${LIGHT};--font-ui:Inter,"Be Vietnam Pro","Noto Sans","Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;
--font-zh:"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",Inter,system-ui,sans-serif;--focus:#FFD60A;--focus-ink:#0B1211}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
body{margin:0;font:400 14px/1.5 var(--font-ui);color:var(--ink);background:var(--bg);font-variant-numeric:tabular-nums;overflow-wrap:break-word}
:lang(zh){font-family:var(--font-zh)}
h1,h2,h3,p,ul{margin:0;padding:0}ul{list-style:none}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:20px;padding-bottom:20px}
.top{display:flex;gap:12px;align-items:center;font-weight:600}.top svg{width:18px;height:18px}.top button{margin-left:auto}
h1{font-size:26px;line-height:1.25;font-weight:600;letter-spacing:-.02em;margin-top:24px;max-width:44ch;text-wrap:pretty}
h1.l{font-weight:500}:lang(zh) h1{letter-spacing:0;max-width:30em}:lang(vi) h1{line-height:1.3}
.lead{color:var(--ink-2);margin-top:12px;max-width:84ch}
section{background:var(--surface);border:1px solid var(--rule);border-radius:8px;padding:20px 24px 24px;margin-bottom:16px}
h2{font-size:16px;font-weight:600}h3{font-size:13px;font-weight:600;margin-top:20px}
.note{color:var(--ink-2);font-size:13px;margin:2px 0 14px;max-width:84ch}
.alarm{border:2px solid var(--ink);border-radius:4px;padding:8px 12px;margin-top:14px;font-weight:500;max-width:84ch}
svg{display:block;max-width:100%;height:auto;overflow:visible}svg text{font-size:11px;fill:var(--ink-2);font-family:inherit}
svg .s{font-weight:600;fill:var(--ink)}svg .halo{paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.g{stroke:var(--rule);stroke-width:1;fill:none}.l{stroke:var(--ink);stroke-width:1.75;fill:none;stroke-linejoin:round}.band{fill:var(--ink);fill-opacity:.1;stroke:none}
.iv{stroke:var(--ink);stroke-width:3;opacity:.35}.ivb{display:inline-block;width:160px;height:18px;vertical-align:middle}.ivb circle{fill:var(--ink)}
.q{fill:var(--ink)}.q rect:hover{outline:2px solid var(--focus-ink);stroke:var(--focus);stroke-width:2}
.fill{fill:var(--k)}
table{border-collapse:collapse;width:100%;font-size:13px}table.fit{width:auto}
th,td{text-align:right;padding:5px 0 5px 16px;border-bottom:1px solid var(--rule);white-space:nowrap;vertical-align:baseline}
th{font-weight:500;color:var(--ink-3);font-size:12px}tbody th{color:var(--ink);font-size:13px;text-align:left;padding-left:0}thead th:first-child{text-align:left;padding-left:0}
td.left{text-align:left;white-space:normal;min-width:20ch}td small,th small{color:var(--ink-3);font-size:12px;font-weight:400}
.scroll{overflow-x:auto}.scroll:focus-visible{outline:3px solid var(--focus)}
details{margin-top:14px}summary{cursor:pointer;font-size:13px;color:var(--ink-2);text-decoration:underline;text-underline-offset:3px;min-height:28px}
:focus-visible{outline:3px solid var(--focus);box-shadow:0 0 0 5px var(--focus-ink);border-radius:2px}
.papers{--k:var(--c-papers)}.slot{--k:var(--c-slot)}.queue{--k:var(--c-queue)}.bay{--k:var(--c-bay)}.laboratory{--k:var(--c-laboratory)}.other{--k:var(--c-other)}
.closed{--k:var(--c-closed)}.driver{--k:var(--c-driver)}.system{--k:var(--c-system)}
.chip{display:inline-grid;place-items:center;width:16px;height:16px;border-radius:2px;background:var(--k);color:var(--on-cause);vertical-align:-3px}
.chip svg{width:12px;height:12px;fill:currentColor}.chip .cut{fill:none;stroke:var(--k)}.chip .line{fill:none;stroke:currentColor}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12px;color:var(--ink-2);margin:0 0 14px}
.cb{display:grid;grid-template-columns:3em 1fr 4em;align-items:center;gap:8px;margin-bottom:6px}.cb .num{text-align:right;font-weight:600}
.bar{display:flex;height:20px}.seg{height:20px;background:var(--k);overflow:hidden;padding:2px 0 0 4px;box-shadow:inset -1px 0 var(--surface)}
.seg.closed{background-image:repeating-linear-gradient(45deg,transparent 0 3px,#ffffff3d 3px 4px)}.seg.system{background-image:repeating-linear-gradient(90deg,transparent 0 2px,#80808088 2px 4px)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px 32px}
.lk{display:inline-flex;gap:16px;flex-wrap:wrap;font-size:12px;color:var(--ink-2);margin-bottom:6px}.lk svg{display:inline-block;width:28px;height:8px;vertical-align:1px;margin-right:5px}
.narrow{display:none}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:20px 24px}.multiples figure{margin:0}
.multiples figcaption{font-size:12px;color:var(--ink-2);margin-bottom:4px}.multiples b{display:block;color:var(--ink);font-weight:600}.multiples circle{fill:var(--ink)}
button{font:500 13px/1.4 inherit;font-family:inherit;color:var(--ink);background:var(--surface);border:1px solid var(--edge);border-radius:4px;min-height:32px;padding:4px 12px;cursor:pointer}
button:hover{background:var(--wash-2)}button.play{background:var(--ink);border-color:var(--ink);color:var(--on-ink);min-width:5.5em}
button[aria-pressed=true]{background:var(--ink);color:var(--on-ink)}
.controls{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin-bottom:12px}.controls input{flex:1;min-width:160px;accent-color:var(--ink);height:32px}
.clocks{font-size:20px;font-weight:600;letter-spacing:-.02em;display:inline-flex;align-items:center;gap:7px}
.ln{display:inline-block;width:3px;height:.95em;border:solid var(--edge);border-width:0 1px}.total{color:var(--ink-2);min-width:8em}
canvas{display:block;width:100%}.yard h3{display:flex;justify-content:space-between;margin:0 0 4px}
footer{padding-top:8px;padding-bottom:32px;color:var(--ink-3);font-size:12px}
@media (max-width:760px){main,header,footer{padding-left:12px;padding-right:12px}section{padding:16px 12px 18px}h1{font-size:20px}
.wide,.yard h3{display:none!important}tbody th{white-space:normal;min-width:11em}.wide{display:none}.narrow{display:block}.pair{grid-template-columns:1fr}.controls button{min-height:48px}.controls input{flex-basis:100%;order:9}th,td{padding-left:12px}}
@media print{section{break-inside:avoid}button,.controls{display:none}}
`;
