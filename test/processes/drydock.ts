import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readSimulatedPace } from '#cli/clusters/read-simulated-time.ts';
import { grpc, grpcFailureOf } from '#cli/failure/grpc-failure.ts';
import { campaignFromText } from '#cli/input/read-campaign.ts';
import { launchCampaign } from '#cli/plan/launch-campaign.ts';
import { makePlan } from '#cli/plan/make-plan.ts';
import { steer } from '#cli/steer/steer.ts';
import { readResult } from '#cli/temporal/read-result.ts';
import { openStatusReader } from '#cli/temporal/read-status.ts';
import { connectTemporal } from '#cli/temporal/temporal-client.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import type { CampaignResult } from '#protocol/campaign.ts';
import type {
  ForceRequest,
  GateRequest,
  PauseRequest,
  TargetRequest,
  updates,
} from '#protocol/operator-updates.ts';
import { type SimulatorOptions, startSimulator } from '../simulated/simulator.ts';
import { type RunningWorker, startWorker } from './worker-process.ts';

/** Short intervals, so that a dead worker is noticed within a second or two; but a slow machine's nodes get days. */
const tuning = {
  DRYDOCK_BEGIN_TIMEOUT: '4s',
  DRYDOCK_WATCH_HEARTBEAT: '2s',
  DRYDOCK_PROBE_TIMEOUT: '4s',
  DRYDOCK_RETRY_INITIAL: '100ms',
  DRYDOCK_RETRY_MAX: '1s',
  DRYDOCK_POLL_FLOOR: '100ms',
  DRYDOCK_SETTLE: '10d',
};

/** Each look costs server, worker and this process as much as a step of a campaign: who waits long looks less often. */
const looks = { firstMs: 100, laterByMs: 20, seldomMs: 500, forSteps: 5 };

export type Drydock = Awaited<ReturnType<typeof openDrydock>>;

interface DrydockOptions extends SimulatorOptions {
  /** "HOST:PORT" of a server of the test's own; absent: the server and namespace of this file. */
  readonly temporalAddress?: string;
  /** A certificate authority (PEM) that the workers trust besides the simulator's. */
  readonly alsoTrusted?: string;
  /** Laid over the intervals of all these tests. */
  readonly settings?: Partial<
    Record<keyof typeof tuning | 'DRYDOCK_METRIC_NETWORKS' | 'DRYDOCK_PRIVILEGED_POD_IMAGES', string>
  >;
}

export interface StartedCampaign extends FollowedCampaign {
  readonly plan: CampaignPlan;
}

interface FollowedCampaign {
  readonly name: string;
  status(): Promise<CampaignStatus>;
  /** Looks until the status is as wanted; the test's own timeout is the limit. */
  until(wanted: (status: CampaignStatus) => boolean): Promise<CampaignStatus>;
  steer(
    verb: keyof typeof updates,
    request?: Partial<GateRequest & TargetRequest & PauseRequest & ForceRequest>,
  ): Promise<string>;
  result(): Promise<CampaignResult>;
  history(): ReturnType<typeof historyOf>;
}

/** Everything a campaign needs, all of it real but Azure: server, simulator, a worker in a process of its own. */
export async function openDrydock({
  temporalAddress,
  alsoTrusted = '',
  settings = {},
  ...options
}: DrydockOptions = {}) {
  if (temporalAddress !== undefined) {
    process.env.TEMPORAL_ADDRESS = temporalAddress;
    delete process.env.TEMPORAL_NAMESPACE;
  }
  Object.assign(process.env, tuning, settings);
  const simulators = [await startSimulator(options)];
  const simulator = () => simulators.at(-1)!;
  appendFileSync(simulator().ready.caFile, alsoTrusted);
  const workers: RunningWorker[] = [
    await startWorker(simulator().ready.env).catch(async (error: unknown) => {
      await simulator().stop();
      throw error;
    }),
  ];
  const session = await connectTemporal();
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  const names: string[] = [];
  /** What is still waited for, by campaign, as it was seen last. */
  const awaited = new Map<string, CampaignStatus>();
  return {
    get simulator() {
      return simulator();
    },
    session,
    /** For commands and workers beside ours. */
    environment: () => ({
      ...simulator().ready.env,
      TEMPORAL_ADDRESS: session.address,
      TEMPORAL_NAMESPACE: session.namespace,
    }),
    worker: () => workers.at(-1)!,
    /** A new worker, as the next pod would be. */
    restartWorker: async () => {
      workers.push(await startWorker(simulator().ready.env));
    },
    /** What `state` keeps has to be there: the same fleet at the same address, as if it had never been away. */
    restartSimulator: async () => {
      const port = new URL(simulator().ready.url).port;
      simulators.push(await startSimulator({ ...options, port: Number(port) }));
    },
    /** Starts a campaign; its name is made unique, so that tests never meet. `sent`: what a client sends in place of what it planned. */
    start: async (
      spec: string,
      startedBy = 'alice',
      sent: Partial<Campaign> = {},
    ): Promise<StartedCampaign> => {
      const read = campaignFromText(spec, 'test.yaml');
      const name = `${read.campaign.name}-${randomUUID().slice(0, 8)}`;
      names.push(name);
      const source = { ...read, campaign: { ...read.campaign, name } };
      const planned = await makePlan(source, gateways, { pace: await readSimulatedPace(gateways) });
      const campaign = { ...source.campaign, ...sent };
      await launchCampaign(session, { campaign, ...planned, startedBy, reason: 'a test' });
      return { ...follow(session, name, awaited), plan: planned.plan };
    },
    /** A campaign that a command has started. */
    follow: (name: string): FollowedCampaign => {
      names.push(name);
      return follow(session, name, awaited);
    },
    stop: async () => {
      for (const [name, seen] of awaited)
        console.error(`${name}, waited for in vain: ${describeShort(seen)}`);
      // What a failed test left running must not hold the clusters' locks against the next one.
      try {
        await Promise.all(names.map((name) => terminate(session, name)));
      } finally {
        await session.close();
        await gateways.close();
        await Promise.all(workers.map((worker) => worker.stop()));
        await simulator().stop();
      }
    },
  };
}

function follow(
  session: Awaited<ReturnType<typeof connectTemporal>>,
  name: string,
  awaited: Map<string, CampaignStatus>,
): FollowedCampaign {
  const handle = session.client.workflow.getHandle(`campaign/${name}`);
  const read = openStatusReader(session, name);
  /**
   * On a busy machine a worker may not answer in time: what the server alone knows has no steps and no decisions. Once it is over,
   * clusters that could not be asked are asked again for a while; some never had a step.
   */
  const status = async () => {
    for (let asked = 1; ; asked += 1) {
      const now = (await read()).status;
      const isWhole = now.finishedAt === null || !hasSilentCluster(now) || asked >= looks.forSteps;
      if (now.incomplete === null && isWhole) return now;
      await pause(looks.firstMs);
    }
  };
  return {
    name,
    status,
    until: async (wanted) => {
      for (let pauseMs = looks.firstMs; ; pauseMs = Math.min(pauseMs + looks.laterByMs, looks.seldomMs)) {
        const now = await status();
        awaited.set(name, now);
        if (wanted(now)) {
          awaited.delete(name);
          return now;
        }
        if (now.finishedAt !== null) throw new Error(`it ended as ${now.phase}: ${now.reason ?? ''}`);
        await pause(pauseMs);
      }
    },
    steer: async (verb, request = {}) => {
      const answer = await steer(session, name, verb, { by: 'alice', reason: 'a test', ...request });
      return answer.text;
    },
    result: () => readResult<CampaignResult>(handle),
    history: () => historyOf(session, `campaign/${name}`),
  };
}

/** What shows why a test waited in vain, in a few lines: CI shows no more of its output. */
function describeShort({ phase, reason, waitingFor, stages }: CampaignStatus): string {
  const clusters = stages.flatMap((stage) => stage.clusters);
  const told = clusters.map(({ name, phase: at, reason: why, steps }) => ({
    name,
    phase: at,
    why,
    steps: steps.map((step) => `${step.name} ${step.phase}: ${step.detail ?? ''}`),
  }));
  return JSON.stringify({ phase, reason, waitingFor, clusters: told });
}

function hasSilentCluster({ stages }: CampaignStatus): boolean {
  return stages.some(({ clusters }) =>
    clusters.some(({ startedAt, steps }) => startedAt !== null && steps.length === 0),
  );
}

function historyOf(session: Awaited<ReturnType<typeof connectTemporal>>, workflowId: string) {
  return session.client.workflow.getHandle(workflowId).fetchHistory();
}

async function terminate(session: Awaited<ReturnType<typeof connectTemporal>>, name: string): Promise<void> {
  const { connection, namespace } = session;
  // Undecoded: a test may have changed the payload keys, and the session of before cannot read what the campaign wrote since.
  const described = await connection.workflowService
    .describeWorkflowExecution({ namespace, execution: { workflowId: `campaign/${name}` } })
    .catch((error: unknown) => {
      // Planned, and then it could not be started.
      if (grpcFailureOf(error)?.code === grpc.notFound) return null;
      throw error;
    });
  if (described === null) return;
  const running = (described.pendingChildren ?? []).map(({ workflowId }) => workflowId ?? '');
  for (const id of [`campaign/${name}`, ...running]) {
    // What has ended on its own meanwhile is as good.
    await session.client.workflow
      .getHandle(id)
      .terminate('the test is over')
      .catch(() => undefined);
  }
}
