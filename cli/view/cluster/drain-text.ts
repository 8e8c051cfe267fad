import type { DrainReport, PodReport } from '#domain/drain/drain-report.ts';
import type { DrainProgress } from '#procedures/drain/drain-node.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';

const header = ['POD', 'CLASS', 'OUTCOME', 'SECONDS', 'BLOCKED BY'];

const outcomes: Readonly<Record<DrainReport['outcome'], string>> = {
  drained: 'is drained',
  'would-drain': 'would be drained; nothing was changed',
  refused: 'was not drained; nothing was changed',
  'timed-out': 'is not drained: the time is up',
  failed: 'is not drained',
};

/** A drain, pod by pod, then its verdict; lines are cut at `width`. */
export function drainText(
  report: DrainReport,
  palette: Palette,
  layout: { readonly width?: number } = {},
): string {
  const { node, outcome, pods, reason, requests, seconds } = report;
  const [head = '', ...lines] = columns([header, ...pods.map(rowOf)], layout);
  const table = pods.length === 0 ? [] : [palette.bold(head), ...lines, ''];
  const numbers = `${plural(pods.length, 'pod')}, ${plural(requests, 'request')}, ${seconds} s`;
  const why = reason === null ? [] : [reason.replaceAll('; ', '\n')];
  return [...table, `Node ${node} ${outcomes[outcome]} (${numbers}).`, ...why].join('\n');
}

/** "3 pods left, 4 gone; pdb shop/web blocks 2" */
export function progressText({ node, left, gone, blockers }: DrainProgress): string {
  const who = blockers.map(({ by, pods }) => `${by} (${pods})`).join(', ');
  return `${node}: ${plural(left, 'pod')} left, ${gone} gone${who === '' ? '' : `; blocked by ${who}`}`;
}

function rowOf({ namespace, name, class: podClass, outcome, seconds, blockedBy }: PodReport) {
  // What nobody told to end has no time that it took.
  const took = outcome === 'skipped' || outcome === 'untouched' ? '' : String(seconds);
  return [`${namespace}/${name}`, podClass, outcome, took, blockedBy ?? ''];
}
