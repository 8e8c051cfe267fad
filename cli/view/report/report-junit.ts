import { html, raw } from 'hono/html';
import type { CampaignStatus, ClusterStatus, Phase, StepStatus } from '#domain/status/status.ts';
import { printable } from '#domain/text/printable.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import { clusterOnce } from '../status/say-once.ts';
import { clusterInfo, stepInfo } from '../status/status-info.ts';

interface TestCase {
  readonly name: string;
  readonly phase: Phase;
  readonly seconds: number;
  readonly message: string;
}

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

const failed = new Set<Phase>(['Failed', 'Aborted', 'RolledBack', 'NeedsDecision', 'CompletedWithFailures']);

/**
 * A campaign as test results, which every CI draws: a suite a cluster, a case a step. What went wrong or waits for a
 * person is a failure; what has not come to its end is skipped. The cluster is a case of its own where its steps do not show it.
 */
export async function reportJunit(status: CampaignStatus): Promise<string> {
  const suites = status.stages.flatMap((stage) =>
    stage.clusters.map((cluster) => suiteOf(stage.name, cluster, status)),
  );
  const body =
    await html`<testsuites name="${printable(status.name)}" ${counted(suites.flatMap(({ cases }) => cases))}>
${suites.map(suiteXml)}</testsuites>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(body)}`;
}

function suiteOf(stage: string, cluster: ClusterStatus, status: CampaignStatus): TestSuite {
  const now = Date.parse(status.updatedAt);
  const steps = cluster.steps.map(
    (step): TestCase => ({
      name: `${step.name} ${step.from} -> ${step.to}`,
      phase: step.phase,
      seconds: secondsOf(step, now),
      message: messageOf(step, cluster, now),
    }),
  );
  const own: TestCase = {
    name: 'cluster',
    phase: cluster.phase,
    seconds: steps.length === 0 ? secondsOf(cluster, now) : 0,
    message: clusterInfo(cluster, status),
  };
  const areStepsEnough =
    steps.length > 0 && failed.has(cluster.phase) === steps.some(({ phase }) => failed.has(phase));
  return { name: `${stage}/${cluster.name}`, cases: areStepsEnough ? steps : [own, ...steps] };
}

/** The reason of such a step is its cluster's; where the steps alone make up the suite, it appears with the step. */
function messageOf(step: StepStatus, cluster: ClusterStatus, now: number): string {
  const { phase, reason } = cluster;
  const isItsReason = step.phase === phase && (phase === 'RolledBack' || phase === 'NeedsDecision');
  const said = isItsReason && reason !== null ? [reason] : [];
  const [once = step] = clusterOnce({ ...cluster, steps: [step] }, said).steps;
  return joinTexts([stepInfo(said.length > 0 ? once : step, now, phase), ...said], '; ');
}

function secondsOf(
  { startedAt, finishedAt }: Pick<ClusterStatus, 'startedAt' | 'finishedAt'>,
  now: number,
): number {
  if (startedAt === null) return 0;
  return Math.round(((finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)) / 1_000);
}

function suiteXml({ name, cases }: TestSuite) {
  return html`<testsuite name="${printable(name)}" ${counted(cases)}>
${cases.map((each) => caseXml(name, each))}</testsuite>
`;
}

function caseXml(suite: string, { name, phase, seconds, message }: TestCase) {
  const words = printable(message === '' ? phase : `${phase}: ${message}`);
  const outcome = failed.has(phase)
    ? html`<failure type="${phase}" message="${words}"/>`
    : phase === 'Completed'
      ? ''
      : html`<skipped message="${words}"/>`;
  return html`<testcase classname="${printable(suite)}" name="${printable(name)}" time="${seconds}">${outcome}</testcase>
`;
}

function counted(cases: readonly TestCase[]) {
  const failures = cases.filter(({ phase }) => failed.has(phase)).length;
  const passed = cases.filter(({ phase }) => phase === 'Completed').length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0);
  return raw(
    `tests="${cases.length}" failures="${failures}" skipped="${cases.length - failures - passed}" time="${time}"`,
  );
}
