import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { type RemovalScan, readingOrder } from '#domain/removal/findings/removal-scan.ts';
import { printable } from '#domain/text/printable.ts';
import { goneLines } from '../formats/known-findings.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import {
  asProblem,
  describeChanges,
  describeEnd,
  describeManualChecks,
  describeObject,
  describeReplacement,
  describeScan,
  describeUse,
  describeWhere,
  isUnread,
} from './removal-messages.ts';

const header = ['SEVERITY', 'OBJECT', 'API', 'LIFECYCLE', 'REPLACEMENT', 'LOCATION'];

/** Findings, the worst first, what to change with them, what could not be read, the verdict. */
export function scanText(
  scan: RemovalScan,
  palette: Palette,
  layout: { readonly width?: number } = {},
): string {
  const findings = readingOrder(scan.findings.filter((each) => !isUnread(each)));
  const unread = [...scan.findings.filter(isUnread).map(asProblem), ...scan.problems];
  const [head = '', ...lines] = columns([header, ...findings.map(rowOf)], layout);
  const changes = describeChanges(findings);
  return [
    ...(findings.length === 0 ? [] : [palette.bold(head), ...lines, '']),
    ...(changes.length === 0 ? [] : ['Further changes required:', ...changes.map((line) => `  ${line}`), '']),
    ...unread.map(({ location, message }) => printable(`${location}  ${message}`)),
    ...(unread.length === 0 ? [] : ['']),
    ...(scan.checkManually.length === 0
      ? []
      : ['Check manually:', ...describeManualChecks(scan.checkManually).map((line) => `  ${line}`), '']),
    ...goneLines(scan.baseline),
    describeScan(scan),
  ].join('\n');
}

function rowOf(finding: RemovalFinding): readonly string[] {
  const { severity, waived } = finding;
  return [
    waived === null ? severity : `${severity} (waived by ${waived.owner})`,
    describeObject(finding),
    describeUse(finding),
    describeEnd(finding),
    describeReplacement(finding),
    describeWhere(finding),
  ];
}
