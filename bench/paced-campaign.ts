import { setTimeout as pause } from 'node:timers/promises';
import { readSimulatedPace } from '#cli/clusters/read-simulated-time.ts';
import { readCampaign } from '#cli/input/read-campaign.ts';
import { launchCampaign } from '#cli/plan/launch-campaign.ts';
import { makePlan } from '#cli/plan/make-plan.ts';
import { readResult } from '#cli/temporal/read-result.ts';
import { connectTemporal } from '#cli/temporal/temporal-client.ts';
import { startTemporalServer } from '#cli/temporal/temporal-server.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import type { CampaignResult } from '#protocol/campaign.ts';
import { queries } from '#protocol/workflow-types.ts';
import { type RunningWorker, startWorker } from '../test/processes/worker-process.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../test/simulated/simulator.ts';

export type Session = Awaited<ReturnType<typeof connectTemporal>>;

export interface FinishedCampaign {
  readonly campaign: Campaign;
  readonly pace: Pace;
  readonly plan: CampaignPlan;
  readonly result: CampaignResult;
  readonly workflowId: string;
  /** Real, from its start on. */
  readonly seconds: number;
  readonly session: Session;
  readonly simulator: Simulator;
}

const pollMs = 5_000;

/** As operators set it, not the tests' short intervals. */
const asShipped = { DRYDOCK_HEARTBEAT_THROTTLE: '10s', DRYDOCK_STICKY_TIMEOUT: '10s' };

/**
 * Plays a campaign file to its end on a real server, simulator and worker as processes, and lets `look` read what is
 * left before all of it is stopped. `began` sees the worker first.
 */
export async function playCampaign(
  file: string,
  options: SimulatorOptions,
  look: (finished: FinishedCampaign) => Promise<void>,
  began: (worker: RunningWorker) => void = () => undefined,
): Promise<void> {
  const server = await startTemporalServer({ headless: true, log: () => undefined });
  process.env.TEMPORAL_ADDRESS = server.address;
  const simulator = await startSimulator(options);
  const worker = await startWorker({ ...asShipped, ...simulator.ready.env });
  const session = await connectTemporal();
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  try {
    began(worker);
    const source = readCampaign(file);
    const { campaign } = source;
    const pace = await readSimulatedPace(gateways);
    const planned = await makePlan(source, gateways, { pace });
    const start = performance.now();
    const { workflowId } = await launchCampaign(session, {
      campaign,
      ...planned,
      startedBy: 'bench',
      reason: 'to measure it',
    });
    const result = await resultOf(session, workflowId);
    const seconds = (performance.now() - start) / 1000;
    await look({ campaign, pace, plan: planned.plan, result, workflowId, seconds, session, simulator });
  } finally {
    await session.close();
    await gateways.close();
    await worker.stop();
    await simulator.stop();
    await server.stop();
    // Its file went with the simulator; the next one would inherit the name and complain.
    delete process.env.NODE_EXTRA_CA_CERTS;
  }
}

/** No one is there to decide: a campaign that asks for a person would wait for ever. */
async function resultOf({ client }: Session, workflowId: string): Promise<CampaignResult> {
  const handle = client.workflow.getHandle(workflowId);
  const ended = readResult<CampaignResult>(handle);
  // Where it needs a person, no one waits for it any more.
  ended.catch(() => undefined);
  for (;;) {
    const result = await Promise.race([ended, pause(pollMs)]);
    if (result !== undefined) return result;
    const { phase, reason } = await handle.query<CampaignStatus>(queries.campaignStatus);
    if (phase === 'NeedsDecision') throw new Error(`the campaign needs a person: ${reason}`);
  }
}
