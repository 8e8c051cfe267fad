import {
  describeFinding,
  type PreflightFinding,
  type PreflightLevel,
} from '#domain/preflight/findings/preflight-finding.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import type { Palette } from '../terminal/colour.ts';
import { plural } from '../terminal/plural.ts';

const mostLines = 20;

const marks: Readonly<Record<PreflightLevel, string>> = {
  blocker: 'x',
  unknown: '?',
  warning: '!',
  info: ' ',
};

/** Preflight findings, the worst first; one that several clusters share is listed once. */
export function preflightLines(findings: readonly PreflightFinding[], palette: Palette): readonly string[] {
  const listed = findings.filter(({ level }) => level !== 'info');
  const infos = findings.length - listed.length;
  if (findings.length === 0) return [];
  const alike = Map.groupBy(listed, alikeKey);
  const levels = Object.keys(marks);
  const groups = [...alike.values()].toSorted(
    ([a], [b]) => levels.indexOf(a!.level) - levels.indexOf(b!.level),
  );
  const more = groups.length - mostLines;
  return [
    palette.bold(`Preflight checks${blockedCount(findings)}   x blocks   ? unknown   ! warning`),
    ...groups.slice(0, mostLines).map((group) => groupLine(group, palette)),
    ...(more > 0 ? [palette.dim(`    and ${more} more (-o json shows all)`)] : []),
    ...(infos > 0 ? [palette.dim(`    ${plural(infos, 'informational finding')} (-o json)`)] : []),
  ];
}

/**
 * Names what each cluster adds to the findings, line by line, as soon as it is checked: the first `mostLines` that are not
 * alike, and no informational ones.
 */
export function openFindingLines(): (findings: readonly PreflightFinding[]) => readonly string[] {
  const seen = new Set<string>();
  return (findings) =>
    findings.flatMap((each) => {
      const key = alikeKey(each);
      if (each.level === 'info' || seen.has(key) || seen.size >= mostLines) return [];
      seen.add(key);
      return [groupText([each])];
    });
}

function alikeKey(finding: PreflightFinding): string {
  return `${finding.level} ${describeFinding({ ...finding, cluster: '' })}`;
}

/** Names of the clusters that will be blocked. */
export function blockedClusters(findings: readonly PreflightFinding[]): readonly string[] {
  return [...new Set(findings.filter(({ level }) => level === 'blocker').map(({ cluster }) => cluster))];
}

function blockedCount(findings: readonly PreflightFinding[]): string {
  const { length } = blockedClusters(findings);
  return length === 0 ? '' : ` (${plural(length, 'cluster')} will be blocked)`;
}

function groupLine(group: readonly PreflightFinding[], palette: Palette): string {
  const line = groupText(group);
  return group[0]!.level === 'blocker' ? palette.red(line) : palette.yellow(line);
}

function groupText(group: readonly PreflightFinding[]): string {
  const [first] = group;
  const cluster = nameFirst([...new Set(group.map((each) => each.cluster))]);
  return `  ${marks[first!.level]} ${describeFinding({ ...first!, cluster })}`;
}
