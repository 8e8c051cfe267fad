import { describeApprovals } from '#domain/gate/approval.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import { describeVerb } from '#domain/status/describe-verb.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  Decision,
  Phase,
  StageStatus,
  WaitingFor,
} from '#domain/status/status.ts';
import { printableJson } from '#domain/text/printable.ts';
import { lastMoment, restoreBlock } from './foot.ts';
import { type Block, bar, code, moment, names, page, phaseText, plain, table } from './markdown.ts';

const underWay = new Set<Phase>(['Running', 'Waiting', 'Paused', 'RollingBack']);
const wrong = new Set<Phase>(['NeedsDecision', 'Failed', 'Aborted', 'RolledBack', 'CompletedWithFailures']);

/** Of a hundred clusters that others hold, a few say it as well. */
const mostWaits = 5;

/**
 * A campaign's page in the Temporal UI: what stands where, and first of all what it needs from a person. `agreed`: the plan, where
 * the campaign continues in a new run, for Temporal keeps the summary and details of the start with the first run alone; otherwise null.
 */
export function campaignPage(status: CampaignStatus, agreed: CampaignOutline | null = null): string {
  const { done, total } = status.progress.clusters;
  const clusters = status.stages.flatMap((stage) => stage.clusters);
  return page([
    [`## ${phaseText(status.phase)}: ${plain(status.name)} to ${plain(status.target)}`],
    [`${bar(done, total)} clusters, ${status.progress.failed} failed. ${listLink(status.name)}.`],
    lastMoment(status.updatedAt, status.pace),
    agreed === null ? [] : agreedBlock(status),
    status.reason === null ? [] : [`**Why:** ${plain(status.reason, 300)}`],
    ...status.waitingFor
      .filter(({ until }) => until !== null)
      .slice(0, mostWaits)
      .map(waitBlock),
    ...asks(status, clusters),
    table(['Stage', 'State', 'Done', 'Under way'], status.stages.map(stageRow)),
    agreed === null
      ? []
      : table(
          ['Stage', 'Soak', 'Window'],
          agreed.stages.map((stage) => [plain(stage.name), stage.soak, plain(stage.window)]),
        ),
    ...wentWrong(clusters),
    restoreBlock(status.notRestored),
    ...decided(status.decisions),
  ]);
}

function agreedBlock({ planDigest, decisions }: CampaignStatus): Block {
  const start = decisions.find(({ verb }) => verb === 'start');
  const starter =
    start === undefined ? '' : `, started by ${plain(start.by, 32)}: ${plain(start.reason, 120)}`;
  return [`Plan ${code(planDigest)}${starter}`];
}

function waitBlock({ kind, name, until, act }: WaitingFor): Block {
  return [`**Waits:** ${kind} of ${plain(name)} until ${moment(until!)}; ${plain(act)}.`];
}

/** What only a person can do, each with the update to send, ready to be copied into the UI's dialog. */
function asks(status: CampaignStatus, clusters: readonly ClusterStatus[]): readonly Block[] {
  const gates = status.waitingFor.filter(({ kind }) => kind === 'gate');
  const pauses = status.waitingFor.filter(({ kind }) => kind === 'paused');
  const undecided = clusters.filter(({ phase }) => phase === 'NeedsDecision');
  const blocks = [
    ...gates.flatMap((wait) => gateAsk(wait, status.planDigest)),
    ...pauses.flatMap((wait) => pauseAsk(wait, status.pause)),
    ...decisionAsk(status.name, undecided),
  ];
  return blocks.length === 0 ? [] : [['### Needs you'], ...blocks, [howToSend]];
}

const howToSend =
  'Here: *More Actions > Send an Update*, with these data and your own name and reason in them.';

function gateAsk({ name, since, act, approvals }: WaitingFor, digest: string): readonly Block[] {
  return [
    [
      `Gate **${plain(name)}** waits for an approval since ${moment(since)}${approvals === undefined ? '' : ` (${plain(describeApprovals(approvals))})`}: send ${code('approve')} or ${code('reject')}, or ${code(act)}`,
    ],
    update([
      ['gate', name],
      ['digest', digest],
    ]),
  ];
}

function pauseAsk(
  { since, act, actions = [] }: WaitingFor,
  pause: CampaignStatus['pause'],
): readonly Block[] {
  if (actions.length > 0 && actions.every(({ verb }) => verb !== 'resume'))
    return [[`Paused since ${moment(since)}: ${plain(act)}.`]];
  return [
    [`Paused since ${moment(since)}: send ${code('resume')}, or ${code(act)}`],
    update(pause === undefined ? [] : [['pause', pause.id]]),
  ];
}

function decisionAsk(campaign: string, clusters: readonly ClusterStatus[]): readonly Block[] {
  const [first] = clusters;
  if (first === undefined) return [];
  const target = `cluster/${first.name}`;
  const act = `drydock retry ${campaign} --target ${target} --reason TEXT`;
  const who = names(
    clusters.map(({ name }) => `**${plain(name)}**`),
    5,
  );
  return [
    [`${who} failed and cannot go on alone: send ${code('retry')} or ${code('skip')}, or ${code(act)}`],
    update([['target', target]]),
  ];
}

/** One field a line, and a digest on a line of its own: the UI's pane is too narrow for both. */
function update(fields: readonly (readonly [string, string])[]): Block {
  const all = [...fields, ['by', 'YOUR NAME'], ['reason', 'WHY']] as const;
  const lines = all.map(([name, value]) => {
    const gap = value.length > 40 ? '\n' : ' ';
    return `"${name}":${gap}${printableJson(JSON.stringify(value))}`;
  });
  return ['```json', `{${lines.join(',\n')}}`, '```'];
}

function stageRow({ name, phase, clusters }: StageStatus): readonly string[] {
  const done = clusters.filter((cluster) => cluster.phase === 'Completed').length;
  const now = clusters.filter((cluster) => underWay.has(cluster.phase)).map((cluster) => plain(cluster.name));
  return [plain(name), phaseText(phase), `${done} of ${clusters.length}`, names(now, 3)];
}

function wentWrong(clusters: readonly ClusterStatus[]): readonly Block[] {
  const bad = clusters.filter(({ phase }) => wrong.has(phase));
  if (bad.length === 0) return [];
  const most = 5;
  const rows = bad
    .slice(0, most)
    .map(({ name, phase, reason }) => [plain(name), phaseText(phase), plain(reason ?? '', 120)]);
  const rest = bad.length - most;
  return [
    ['### Not well'],
    table(['Cluster', 'State', 'Why'], rows),
    rest > 0 ? [`${rest} more clusters did not go well.`] : [],
  ];
}

function decided(decisions: readonly Decision[]): readonly Block[] {
  const last = decisions.slice(-5);
  return last.length === 0
    ? []
    : [['### Decisions'], table(['When', 'Who', 'What', 'Why'], last.map(decisionRow))];
}

function decisionRow(decision: Decision): readonly string[] {
  const { at, by, target, reason } = decision;
  return [moment(at), plain(by, 32), plain(`${describeVerb(decision)} ${target}`), plain(reason, 64)];
}

/** The UI puts its own namespace in. */
function listLink(campaign: string): string {
  const query = encodeURIComponent(`DrydockCampaign="${campaign}"`);
  return `[All its workflows](namespaces/{namespace}/workflows?query=${query})`;
}
