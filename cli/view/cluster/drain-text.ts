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
  'timed-out': 'is not drained: timed out',
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
  const returned = pods.filter((each) => each.outcome === 'returned').length;
  const back =
    returned === 0 ? [] : [`${plural(returned, 'pod')} came back in spite of the cordon: see BLOCKED BY.`];
  return [...table, `Node ${node} ${outcomes[outcome]} (${numbers}).`, ...why, ...back].join('\n');
}

/** "n1: 3 pods left, 4 gone; blocked by pdb shop/web (2)" */
export function progressText({ node, left, gone, blockers }: DrainProgress): string {
  const blockedBy = blockers.map(({ by, pods }) => `${by} (${pods})`).join(', ');
  return `${node}: ${plural(left, 'pod')} left, ${gone} gone${blockedBy === '' ? '' : `; blocked by ${blockedBy}`}`;
}

function rowOf({ namespace, name, class: podClass, outcome, seconds, blockedBy }: PodReport) {
  const took = outcome === 'skipped' || outcome === 'untouched' ? '' : String(seconds);
  return [`${namespace}/${name}`, podClass, outcome, took, blockedBy ?? ''];
}
