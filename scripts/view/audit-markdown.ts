import type { BaselineAudit } from '#domain/baseline/baseline-audit.ts';
import { deviations, tellAudit, tellEvidence } from './audit-words.ts';
import { plain } from './plain-markdown.ts';

/** A comment of a pull request holds 65,536 characters. */
const mostEach = 3;
const mostProblems = 30;

/** An audit for a pull request: a row a control that somebody has to look at. */
export function auditMarkdown(audit: BaselineAudit): string {
  const found = deviations(audit.controls);
  const rows = found.map(({ status, id, title, severity, evidence, undecided, remediation }) => {
    const told = [...evidence, ...undecided].map((each) => plain(shorten(tellEvidence(each))));
    const more = told.length - mostEach;
    const where = [...told.slice(0, mostEach), ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
    return `| ${status} | ${id} ${plain(title)} | ${severity} | ${where} | ${plain(remediation)} |`;
  });
  const table = ['| | control | severity | where | remedy |', '|---|---|---|---|---|', ...rows];
  const problems = audit.problems
    .slice(0, mostProblems)
    .map(({ location, message }) => `- ${plain(shorten(location))}: ${plain(shorten(message))}`);
  return [
    `### Security baseline: ${audit.verdict}`,
    '',
    plain(tellAudit(audit)),
    ...(found.length === 0 ? [] : ['', ...table]),
    ...(problems.length === 0 ? [] : ['', 'Could not be read:', '', ...problems]),
  ].join('\n');
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
