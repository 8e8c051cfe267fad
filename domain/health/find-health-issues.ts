import type { HealthCheck, HealthChecks } from '../campaign/health-policy.ts';
import { type Observation, valueOr } from '../observation.ts';
import { aTrouble, type Trouble } from './health-issue.ts';
import type { HealthReading, PodReading, WorkloadReading } from './health-reading.ts';
import { slowStarts } from './slow-start.ts';
import { type Owners, readOwners } from './workload-owners.ts';
import { isRollingOut } from './workload-rollout.ts';

const systemPrefix = / kube-system\//;

interface Sight {
  readonly checks: HealthChecks;
  readonly reading: HealthReading;
  readonly owners: Owners;
  readonly startsSlowly: (pod: PodReading) => boolean;
  /** Restarts before this instant (ms) are not counted. */
  readonly since: number;
}

export type HealthPart = Exclude<keyof HealthReading, 'at' | 'metrics' | 'unreadable'>;

interface Rule {
  /** The parts of a reading that it needs; the pools of pods are those of their nodes. */
  readonly needs: readonly HealthPart[];
  readonly find: (sight: Sight) => readonly Trouble[];
}

const rules: Readonly<Record<HealthCheck, Rule>> = {
  // First: a baseline that is full still knows them all.
  metrics: { needs: [], find: failingMetrics },
  nodesReady: { needs: ['nodes'], find: nodesInTrouble },
  workloadsAvailable: {
    needs: ['workloads', 'pods', 'nodes'],
    find: (sight) => unavailable(sight, 'workloadsAvailable', (id) => !systemPrefix.test(id)),
  },
  podsRestarting: { needs: ['pods', 'workloads', 'nodes'], find: restarting },
  pendingPods: { needs: ['pods', 'workloads', 'nodes'], find: pending },
  systemPods: {
    needs: ['workloads'],
    find: (sight) => unavailable(sight, 'systemPods', (id) => systemPrefix.test(id)),
  },
  failedJobs: { needs: ['jobs', 'pods', 'nodes'], find: failedJobs },
  apiServer: {
    needs: ['apiServer'],
    find: ({ reading }) =>
      valueOr(reading.apiServer, []).map((name) =>
        aTrouble({ check: 'apiServer', subject: name, text: `the API server's own check ${name} fails` }),
      ),
  },
};

/** The checks that the file asks for. */
export function madeChecks(checks: HealthChecks): readonly HealthCheck[] {
  return (Object.keys(rules) as HealthCheck[]).filter(
    (check) => checks[check] !== undefined && checks[check] !== null && checks[check] !== false,
  );
}

/**
 * Everything that is wrong at the moment, by the checks that are made; restarts count from `since` (ms) on. What
 * could not be seen has no troubles: ask `lostEvidence` too.
 */
export function findTroubles(
  checks: HealthChecks,
  reading: HealthReading,
  since: number,
): readonly Trouble[] {
  const startsSlowly = slowStarts(reading);
  const sight: Sight = { checks, reading, owners: readOwners(reading), startsSlowly, since };
  return madeChecks(checks).flatMap((check) => rules[check].find(sight));
}

const partOfList: Readonly<Record<string, HealthPart>> = {
  nodes: 'nodes',
  pods: 'pods',
  jobs: 'jobs',
  deployments: 'workloads',
  statefulsets: 'workloads',
  daemonsets: 'workloads',
};

/** Objects that are not what the API says, each under the first check that needs its list. */
export function unreadableObjects(checks: HealthChecks, { unreadable }: HealthReading): readonly Trouble[] {
  return unreadable.flatMap(({ plural, resource, why }) => {
    const part = Object.hasOwn(partOfList, plural) ? partOfList[plural] : undefined;
    const check = part && madeChecks(checks).find((each) => rules[each].needs.includes(part));
    const text = `${resource} is not what the API says (${why})`;
    return check === undefined ? [] : [aTrouble({ check, subject: resource, text })];
  });
}

/** The parts of a reading that the checks need. */
export function neededParts(checks: HealthChecks): ReadonlySet<HealthPart> {
  return new Set(madeChecks(checks).flatMap((check) => rules[check].needs));
}

const partNames: Readonly<Record<HealthPart, string>> = {
  nodes: 'nodes',
  workloads: 'workloads',
  pods: 'pods',
  jobs: 'jobs',
  apiServer: "the API server's own checks",
};

/** A sentence, without its full stop, for each part that a check needs and that could not be seen. */
export function lostEvidence(checks: HealthChecks, reading: HealthReading): readonly string[] {
  return [...neededParts(checks)].flatMap((part) => {
    const found: Observation<unknown> = reading[part];
    return 'unread' in found ? [`${partNames[part]} cannot be seen any more (${found.unread})`] : [];
  });
}

function failingMetrics({ reading }: Sight): readonly Trouble[] {
  return reading.metrics
    .filter(({ state }) => state === 'failing')
    .map(({ name, text }) => aTrouble({ check: 'metrics', subject: name, text }));
}

function nodesInTrouble({ reading }: Sight): readonly Trouble[] {
  return valueOr(reading.nodes, []).flatMap(({ name, pool, troubles }) =>
    troubles.map((trouble) =>
      aTrouble(
        { check: 'nodesReady', subject: `${name} ${trouble}`, text: `node ${name}: ${trouble}` },
        { pools: [pool] },
      ),
    ),
  );
}

function unavailable(
  { reading, owners, startsSlowly }: Sight,
  check: HealthCheck,
  isMeant: (id: string) => boolean,
): readonly Trouble[] {
  const isStarting = ({ id, rollout: { desired, available } }: WorkloadReading) =>
    (owners.podsOf.get(id) ?? []).filter(startsSlowly).length >= desired - available;
  const lacking = ({ id, rollout }: WorkloadReading) => isMeant(id) && rollout.available < rollout.desired;
  return valueOr(reading.workloads, [])
    .filter(lacking)
    .map((workload) => {
      const { id, rollout } = workload;
      const text = `${id} has ${rollout.available} of ${rollout.desired} pods available`;
      const passing = { isRollingOut: isRollingOut(rollout), isStarting: isStarting(workload) };
      return aTrouble(
        { check, subject: id, text },
        { ...owners.about(id), level: rollout.available, ...passing },
      );
    });
}

function restarting({ checks, owners, since }: Sight): readonly Trouble[] {
  const most = checks.podsRestarting?.maxNewRestarts ?? 0;
  return [...owners.podsOf].flatMap(([owner, pods]) => {
    const count = pods.reduce((sum, pod) => sum + restartsSince(pod, since), 0);
    const text = `containers of ${owner} restarted ${count} times`;
    return count > most
      ? [aTrouble({ check: 'podsRestarting', subject: owner, text }, { ...owners.about(owner), count })]
      : [];
  });
}

/** How often an older pod restarted before no one knows: of it, only the last time is sure to be new. */
function restartsSince({ restarts, lastRestartAt, createdAt }: PodReading, since: number): number {
  if (createdAt > since) return restarts;
  return lastRestartAt !== null && lastRestartAt > since ? 1 : 0;
}

function pending({ checks, reading, owners, startsSlowly }: Sight): readonly Trouble[] {
  const longest = checks.pendingPods?.forMs ?? 0;
  return [...owners.podsOf].flatMap(([owner, pods]) => {
    const late = pods.filter(
      ({ pendingSince }) => pendingSince !== null && reading.at - pendingSince >= longest,
    );
    const [first] = late;
    if (first === undefined) return [];
    const text = `${late.length} pods of ${owner} wait (${first.because ?? 'Pending'})`;
    const more = {
      ...owners.about(owner),
      count: late.length,
      isStarting: late.every(startsSlowly),
    };
    return [aTrouble({ check: 'pendingPods', subject: owner, text }, more)];
  });
}

/** A job whose pods a drain ended has not failed on its own. */
function failedJobs({ reading, owners }: Sight): readonly Trouble[] {
  return valueOr(reading.jobs, [])
    .filter(({ id, hasFailed }) => hasFailed && !owners.podsOf.get(id)?.some((pod) => pod.isDisrupted))
    .map(({ id, owner }) =>
      aTrouble(
        { check: 'failedJobs', subject: owner, text: `${id} has failed` },
        { pools: owners.about(id).pools },
      ),
    );
}
