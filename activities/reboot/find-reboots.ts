import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import { FailureError } from '#domain/failure-error.ts';
import { fillPlaceholders } from '#domain/metric/placeholders.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import {
  judgeRebootNeeds,
  type KuredMetric,
  type RebootEvidence,
  type RebootNeed,
} from '#domain/reboot/judge-reboot-need.ts';
import { heardOfBootsAt, kuredMetricIn } from '#domain/reboot/kured-samples.ts';
import type { KuredQuery, RebootTerms } from '#domain/reboot/reboot-terms.ts';
import { sentinelSeen } from '#gateways/kubernetes/reboot/check-pod.ts';
import type { RebootClient, RebootNode } from '#gateways/kubernetes/reboot/reboot-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface FindRebootsInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
  readonly terms: RebootTerms;
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

/** Bounded: it stands in history. */
export interface FoundReboots {
  readonly kured: Kured | null;
  /** The first of those that need one, with the boot they are in now. */
  readonly needed: readonly { readonly node: string; readonly bootId: string }[];
  /** There are more of them than are named. */
  readonly isMore: boolean;
  readonly unknown: { readonly count: number; readonly first: readonly RebootNeed[] };
}

const mostNeeded = 20;
const mostUnknown = 3;
const atATime = 5;
/** For an image pull, a start and a check; campaign time. */
const lookWithinMs = 3 * 60_000;

/**
 * Which nodes of a pool require a reboot. kured's metrics are read where it runs, or from the file's Prometheus; where the file allows it a pod checks each node:
 * its pods are deleted before and after, so that those of a worker that died are removed too. A pool that is left to kured is not checked.
 */
export function findReboots(gateways: Pick<Gateways, 'kubernetes' | 'web'>) {
  return async (input: FindRebootsInput): Promise<FoundReboots> => {
    const { resourceId, pool, terms } = input;
    const client = await gateways.kubernetes.rebootClient(resourceId, cancellationSignal());
    const kured = await client.kured();
    if (kured !== null && terms.kured === 'Leave')
      return { kured, needed: [], isMore: false, unknown: { count: 0, first: [] } };
    if (terms.privilegedPod) client.checkPrivilegedPod(terms.privilegedPod);
    // None of ours is under way: what is there was left by a campaign that was terminated.
    if (terms.privilegedPod) await client.deleteRebootPods(terms.privilegedPod.namespace, pool);
    const nodes = await client.nodes(pool);
    const metrics = kured === null ? null : await readMetrics(gateways, { client, kured, nodes }, input);
    const seen = await checkSentinels(client, nodes, input);
    const needs = judgeRebootNeeds(
      nodes.map(({ name, ...node }, index) => ({
        ...node,
        node: name,
        sentinel: seen[index] ?? { unread: 'it was not checked' },
        metric: metrics?.[index] ?? null,
      })),
    );
    const needed = needs.filter(({ need }) => need === 'needed');
    const unknown = needs.filter(({ need }) => need === 'unknown');
    const bootIds = new Map(nodes.map(({ name, bootId }) => [name, bootId]));
    return {
      kured,
      needed: needed.slice(0, mostNeeded).map(({ node }) => ({ node, bootId: bootIds.get(node) ?? '' })),
      isMore: needed.length > mostNeeded,
      unknown: { count: unknown.length, first: unknown.slice(0, mostUnknown) },
    };
  };
}

interface Asked {
  readonly client: RebootClient;
  readonly kured: Kured;
  readonly nodes: readonly RebootNode[];
}

/** In the order of the nodes. */
function readMetrics(
  { web }: Pick<Gateways, 'web'>,
  asked: Asked,
  input: FindRebootsInput,
): Promise<readonly KuredMetric[]> {
  const { kuredMetric } = input.terms;
  return kuredMetric === undefined ? askKured(asked) : askPrometheus(web, asked.nodes, kuredMetric, input);
}

const noSample = 'the Prometheus of the campaign file has no sample for it (reboot.kuredMetric)';

async function askPrometheus(
  web: Gateways['web'],
  nodes: readonly RebootNode[],
  { address, query, auth }: KuredQuery,
  { resourceId, pace, pollMs, pollFloorMs }: FindRebootsInput,
): Promise<readonly KuredMetric[]> {
  const heardAt = heardOfBootsAt(
    nodes.map(({ readySince }) => readySince),
    campaignNow(pace),
  );
  for (let now = campaignNow(pace); now < heardAt; now = campaignNow(pace)) {
    heartbeat();
    await sleep(pollDelay(pace, Math.min(pollMs, heardAt - now), pollFloorMs));
  }
  const filled = {
    address: fillPlaceholders(address, resourceId, encodeURIComponent),
    query: fillPlaceholders(query, resourceId),
    auth,
  };
  heartbeat();
  try {
    const samples = await web.query(filled, cancellationSignal());
    return nodes.map(({ name }) => kuredMetricIn(samples, name) ?? { unread: noSample });
  } catch (thrown) {
    // A refusal would be repeated; a source that does not answer may do so at the next attempt.
    if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'metric-refused') throw thrown;
    const unread = `kured's metric could not be read: ${thrown.failure.message}`;
    return nodes.map(() => ({ unread }));
  }
}

async function askKured({ client, kured, nodes }: Asked): Promise<readonly KuredMetric[]> {
  const metrics = await client.kuredMetrics(kured);
  return mapBounded(nodes, atATime, async ({ name: node }) => {
    heartbeat({ node });
    const at = metrics.get(node);
    if (at === undefined) return { unread: 'no pod of kured is there' };
    return client.kuredMetric(node, at).catch((error: unknown) => {
      // The way to a single pod is none to wait for.
      if (!(error instanceof FailureError)) throw error;
      return { unread: `kured's metric could not be read: ${error.failure.message}` };
    });
  });
}

/** In the order of the nodes. */
async function checkSentinels(
  client: RebootClient,
  nodes: readonly RebootNode[],
  input: FindRebootsInput,
): Promise<readonly RebootEvidence['sentinel'][]> {
  const { checkPod } = input.terms;
  if (checkPod === null) return nodes.map(() => ({ unread: 'reboot.checkPod is not set' }));
  const { namespace } = checkPod;
  await client.deleteCheckPods(namespace, input.pool);
  try {
    return await mapBounded(nodes, atATime, ({ name }) => checkSentinel(client, name, checkPod, input));
  } finally {
    await client.deleteCheckPods(namespace, input.pool);
  }
}

async function checkSentinel(
  client: RebootClient,
  node: string,
  { image, namespace }: NonNullable<RebootTerms['checkPod']>,
  { pool, pace, pollMs, pollFloorMs }: FindRebootsInput,
): Promise<RebootEvidence['sentinel']> {
  const pod = { namespace, name: `reboot-check-${node}`, pool, node, image };
  await client.createCheckPod(pod);
  const until = campaignNow(pace) + lookWithinMs;
  for (;;) {
    heartbeat({ node });
    const end = await client.checkPodEnd(pod);
    if ('exitCode' in end) return sentinelOf(end.exitCode);
    if (campaignNow(pace) >= until) return { unread: end.waiting };
    await sleep(pollDelay(pace, Math.min(pollMs, lookWithinMs / 6), pollFloorMs));
  }
}

function sentinelOf(exitCode: number): RebootEvidence['sentinel'] {
  if (exitCode === sentinelSeen.present) return 'present';
  if (exitCode === sentinelSeen.absent) return 'absent';
  return { unread: `its check pod failed (exit code ${exitCode})` };
}
