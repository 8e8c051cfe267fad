import {
  describeFinding,
  type PreflightFinding,
  type PreflightLevel,
} from '#domain/preflight/findings/preflight-finding.ts';
import type { Palette } from '../terminal/colour.ts';
import { plural } from '../terminal/plural.ts';

const mostLines = 20;
const mostNamed = 3;

const marks: Readonly<Record<PreflightLevel, string>> = {
  blocker: 'x',
  unknown: '?',
  warning: '!',
  info: ' ',
};

/** What a look beforehand found, the worst first; what is the same of several clusters once. Nothing: no lines. */
export function preflightLines(findings: readonly PreflightFinding[], palette: Palette): readonly string[] {
  const spoken = findings.filter(({ level }) => level !== 'info');
  const infos = findings.length - spoken.length;
  if (findings.length === 0) return [];
  const alike = Map.groupBy(spoken, (each) => `${each.level} ${describeFinding({ ...each, cluster: '' })}`);
  const levels = Object.keys(marks);
  const groups = [...alike.values()].toSorted(
    ([a], [b]) => levels.indexOf(a!.level) - levels.indexOf(b!.level),
  );
  const more = groups.length - mostLines;
  return [
    palette.bold('Beforehand   x blocks   ? not known   ! worth knowing'),
    ...groups.slice(0, mostLines).map((group) => groupLine(group, palette)),
    ...(more > 0 ? [palette.dim(`    and ${more} more (-o json shows all)`)] : []),
    ...(infos > 0 ? [palette.dim(`    ${plural(infos, 'finding')} for the record (-o json)`)] : []),
  ];
}

/** Names of the clusters that would be held. */
export function blockedClusters(findings: readonly PreflightFinding[]): readonly string[] {
  return [...new Set(findings.filter(({ level }) => level === 'blocker').map(({ cluster }) => cluster))];
}

function groupLine(group: readonly PreflightFinding[], palette: Palette): string {
  const [first] = group;
  const cluster = named([...new Set(group.map((each) => each.cluster))]);
  const line = `  ${marks[first!.level]} ${describeFinding({ ...first!, cluster })}`;
  return first!.level === 'blocker' ? palette.red(line) : palette.yellow(line);
}

/** "aks-a, aks-b, aks-c and 4 more" */
export function named(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}
