import { plainMarkdown } from '#domain/text/plain-markdown.ts';
import type { ReportPage, ReportSection } from './report-page.ts';

/** A report for a wiki or the comment of a change. */
export function reportMarkdown({ title, facts, sections }: ReportPage): string {
  return [
    `# ${plainMarkdown(title)}`,
    '',
    ...facts.map(([label, value]) => `- ${label}: ${plainMarkdown(value)}`),
    ...sections.flatMap(sectionLines),
  ].join('\n');
}

function sectionLines({ title, columns, rows }: ReportSection): readonly string[] {
  return [
    '',
    `## ${title}`,
    '',
    row(columns),
    row(columns.map(() => '---')),
    ...rows.map((cells) => row(cells.map((cell) => plainMarkdown(cell)))),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
