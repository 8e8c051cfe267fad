import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { type RemovalScan, readingOrder } from '#domain/removal/findings/removal-scan.ts';
import { plainMarkdown } from '#domain/text/plain-markdown.ts';
import { rowsThatFit, unreadLines } from '../formats/comment-lines.ts';
import { goneLines } from '../formats/known-findings.ts';
import {
  asProblem,
  describeChanges,
  describeEnd,
  describeManualChecks,
  describeObject,
  describeReplacement,
  describeScan,
  describeUse,
  describeVerdict,
  describeWhere,
  isUnread,
} from './removal-messages.ts';

const mostRows = 150;

/** A scan for a pull request; the worst first, and no more rows than a comment holds. */
export function scanMarkdown(scan: RemovalScan): string {
  const findings = readingOrder(scan.findings.filter((each) => !isUnread(each)));
  const table = ['| | object | API | lifecycle | replacement | location |', '|---|---|---|---|---|---|'];
  const changes = describeChanges(findings.slice(0, mostRows)).map((line) => `- ${plainMarkdown(line)}`);
  const unread = [...scan.findings.filter(isUnread).map(asProblem), ...scan.problems];
  return [
    `### Removed APIs: ${plainMarkdown(describeVerdict(scan))}`,
    '',
    plainMarkdown(describeScan(scan)),
    ...goneLines(scan.baseline).map((line) => `- ${plainMarkdown(line, 120)}`),
    ...(findings.length === 0 ? [] : ['', ...table, ...rowsThatFit(findings.map(rowOf), mostRows)]),
    ...(changes.length === 0 ? [] : ['', 'Further changes required:', '', ...changes]),
    ...unreadLines(unread),
    ...(scan.checkManually.length === 0
      ? []
      : [
          '',
          'Check manually:',
          '',
          ...describeManualChecks(scan.checkManually).map((line) => `- ${plainMarkdown(line)}`),
        ]),
  ].join('\n');
}

function rowOf(finding: RemovalFinding): string {
  const { severity, waived } = finding;
  const cells = [
    waived === null ? severity : `${severity}, waived by ${waived.owner}: ${waived.reason}`,
    describeObject(finding),
    describeUse(finding),
    describeEnd(finding),
    describeReplacement(finding),
    describeWhere(finding),
  ];
  return `| ${cells.map((cell) => plainMarkdown(cell, 120)).join(' | ')} |`;
}
