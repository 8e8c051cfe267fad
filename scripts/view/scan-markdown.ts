import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { type RemovalScan, readingOrder } from '#domain/removal/findings/removal-scan.ts';
import { rowsThatFit, unreadLines } from './comment-lines.ts';
import { plain, plainBeginning } from './plain-markdown.ts';
import {
  asProblem,
  isUnread,
  tellChanges,
  tellEnd,
  tellNotSeen,
  tellObject,
  tellReplacement,
  tellScan,
  tellUse,
  tellVerdict,
  tellWhere,
} from './removal-words.ts';

const mostRows = 150;

/** A scan for a pull request; the worst first, and no more rows than a comment holds. */
export function scanMarkdown(scan: RemovalScan): string {
  const findings = readingOrder(scan.findings.filter((each) => !isUnread(each)));
  const table = ['| | object | uses | end | instead | where |', '|---|---|---|---|---|---|'];
  const changes = tellChanges(findings.slice(0, mostRows)).map((line) => `- ${plain(line)}`);
  const unread = [...scan.findings.filter(isUnread).map(asProblem), ...scan.problems];
  return [
    `### Removed APIs: ${plain(tellVerdict(scan))}`,
    '',
    plain(tellScan(scan)),
    ...(findings.length === 0 ? [] : ['', ...table, ...rowsThatFit(findings.map(rowOf), mostRows)]),
    ...(changes.length === 0 ? [] : ['', 'What else changes:', '', ...changes]),
    ...unreadLines(unread),
    ...(scan.notSeen.length === 0
      ? []
      : ['', 'Not seen, look yourself:', '', ...tellNotSeen(scan.notSeen).map((line) => `- ${plain(line)}`)]),
  ].join('\n');
}

function rowOf(finding: RemovalFinding): string {
  const { severity, waived } = finding;
  const cells = [
    waived === null ? severity : `${severity}, waived by ${waived.owner}: ${waived.reason}`,
    tellObject(finding),
    tellUse(finding),
    tellEnd(finding),
    tellReplacement(finding),
    tellWhere(finding),
  ];
  return `| ${cells.map(plainBeginning).join(' | ')} |`;
}
