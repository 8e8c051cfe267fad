import type { CampaignStatus } from '#domain/status/status.ts';
import type { Drydock } from '../processes/drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';
import { groupSpec } from './fleet-file.ts';
import { needsDecision } from './needs-decision.ts';

type Step = <T>(sentence: string, act: () => Promise<T>) => Promise<T>;

/**
 * A step of a journey under one of its words, "given", "when" or "then": a sentence, and beside it what makes it true. What
 * fails says in which step.
 */
export function stepOf(word: string): Step {
  return async (sentence, act) => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Error) error.message = `${word} ${sentence}: ${error.message}`;
      throw error;
    }
  };
}

/** What an operator has before their eyes. */
interface OperatorView {
  readonly phase: string;
  readonly cluster: string;
  readonly reason: string | null;
  /** The step of the node pool: its phase, and how its upgrade ended by what its nodes say. */
  readonly pool: string | undefined;
  readonly end: string | null | undefined;
  /** The words they may say now, in the order they are offered; none, where no one is asked. */
  readonly choices: readonly string[];
}

/** Starts the upgrade of the only cluster of a group, which is called `aks-GROUP` and has one node pool, `system`. */
export async function setOut(drydock: Drydock, group: string, spec: Parameters<typeof groupSpec>[1] = {}) {
  const cluster = `aks-${group}`;
  const campaign = await drydock.start(groupSpec(group, spec));
  return {
    cluster,
    /** What is read once a person is asked. */
    asked: async () => viewOf(await campaign.until(needsDecision)),
    /** The same, once it is another question than the one before. */
    askedAgain: async (before: OperatorView) =>
      viewOf(
        await campaign.until((status) => needsDecision(status) && viewOf(status).reason !== before.reason),
      ),
    /** What is read once it is over. */
    ended: async () => {
      await campaign.result();
      return viewOf(await campaign.status());
    },
    decide: (verb: 'retry' | 'skip' | 'rollback' | 'abort', reason = 'I looked at it') =>
      campaign.steer(verb, {
        reason,
        ...(verb === 'abort'
          ? {}
          : { target: verb === 'rollback' ? `pool/${cluster}/system` : `cluster/${cluster}` }),
      }),
    /** Who decided what since the start, in order: "alice rollback: it is slow". */
    decisions: async () =>
      (await campaign.status()).decisions
        .filter(({ verb }) => verb !== 'start')
        .map(({ by, verb, reason }) => `${by} ${verb}: ${reason}`),
    /** The upgrades, rollbacks and aborts that Azure accepted, in order: "rollback system 1.34.1 -> 1.33.5". */
    sent: async () =>
      (await acceptedOperations(drydock.simulator))
        .filter((each) => each.cluster === cluster && /upgrade$|rollback|abort/.test(each.kind))
        .map((each) => tell(each).slice(cluster.length + 1)),
    /** Version and readiness of every node, surge nodes too: "v1.34.1 ready". */
    nodes: async () => {
      const { text } = await drydock.simulator.ask(`/_simulator/state?cluster=${cluster}`);
      const { clusters } = JSON.parse(text) as {
        readonly clusters: readonly {
          readonly nodes: readonly { readonly kubeletVersion: string; readonly ready: boolean }[];
        }[];
      };
      return clusters
        .flatMap(({ nodes }) => nodes)
        .map(({ kubeletVersion, ready }) => `${kubeletVersion} ${ready ? 'ready' : 'not ready'}`)
        .toSorted();
    },
    /** What Drydock owes to the cluster and could not restored. */
    notRestored: async () => (await campaign.status()).notRestored,
  };
}

function viewOf({ phase, stages, waitingFor }: CampaignStatus): OperatorView {
  const cluster = stages[0]!.clusters[0]!;
  const pool = cluster.steps.find((step) => step.pool === 'system');
  const act = waitingFor.find(({ kind }) => kind === 'decision')?.act ?? '';
  return {
    phase,
    cluster: cluster.phase,
    reason: cluster.reason,
    pool: pool?.phase,
    end: pool?.end,
    choices: act.match(/\b(?:retry|skip|rollback)\b/g) ?? [],
  };
}
