import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import { type RemovalScan, readingOrder } from '#domain/removal/removal-scan.ts';
import { plain } from './plain-markdown.ts';
import {
  asProblem,
  isUnread,
  tellChanges,
  tellEnd,
  tellObject,
  tellReplacement,
  tellScan,
  tellWhere,
} from './removal-words.ts';

/** A comment of a pull request holds 65,536 characters. */
const mostRows = 150;

/** A scan for a pull request; the worst first, and no more rows than a comment holds. */
export function scanMarkdown(scan: RemovalScan): string {
  const findings = readingOrder(scan.findings.filter((each) => !isUnread(each)));
  const more = findings.length - mostRows;
  const table = ['| | object | API version | end | instead | where |', '|---|---|---|---|---|---|'];
  const changes = tellChanges(findings.slice(0, mostRows)).map((line) => `- ${plain(line)}`);
  const problems = [...scan.findings.filter(isUnread).map(asProblem), ...scan.problems]
    .slice(0, mostRows)
    .map(({ location, message }) => `- ${plain(location)}: ${plain(message)}`);
  return [
    `### Removed APIs: ${plain(scan.verdict)}`,
    '',
    plain(tellScan(scan)),
    ...(findings.length === 0 ? [] : ['', ...table, ...findings.slice(0, mostRows).map(rowOf)]),
    ...(more > 0 ? ['', `${more} more are not listed.`] : []),
    ...(changes.length === 0 ? [] : ['', 'What else changes:', '', ...changes]),
    ...(problems.length === 0 ? [] : ['', 'Could not be read:', '', ...problems]),
  ].join('\n');
}

function rowOf(finding: RemovalFinding): string {
  const { severity, apiVersion, waived } = finding;
  const cells = [
    waived === null ? severity : `${severity}, waived by ${waived.owner}: ${waived.reason}`,
    tellObject(finding),
    apiVersion,
    tellEnd(finding),
    tellReplacement(finding),
    tellWhere(finding),
  ];
  return `| ${cells.map(plain).join(' | ')} |`;
}
