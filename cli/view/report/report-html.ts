import { html, raw } from 'hono/html';
import { printable } from '#domain/text/printable.ts';
import type { ReportPage, ReportSection } from './report-page.ts';

const style = raw(`<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1.5rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
  dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; opacity: .7; font-weight: 500; }
  th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); vertical-align: top; }
  td:last-child { overflow-wrap: anywhere; }
</style>`);

/** A page of its own, for a browser or a mail: nothing is loaded from elsewhere. */
export async function reportHtml({ title, facts, sections }: ReportPage): Promise<string> {
  return String(
    await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${printable(title)}</title>
${style}
</head>
<body>
<h1>${printable(title)}</h1>
<dl>
${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${printable(value)}</dd>\n`)}</dl>
${sections.map(sectionHtml)}</body>
</html>`,
  );
}

function sectionHtml({ title, columns, rows }: ReportSection) {
  return html`<h2>${title}</h2>
<table>
<thead><tr>${columns.map((column) => html`<th>${column}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${printable(cell)}</td>`)}</tr>\n`)}</tbody>
</table>
`;
}
