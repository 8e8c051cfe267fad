import { QueryNotRegisteredError } from '@temporalio/client';
import { grpc, grpcFailureOf, ranOutOfTime } from '../failure/grpc-failure.ts';
import { log } from '../view/terminal/print.ts';
import type { TemporalSession } from './temporal-client.ts';

const workflowTaskQueue = 1;
const versioned = 2;
/** A poll lasts a minute; the server remembers pollers for longer. */
const freshMs = 75_000;

type TaskQueue = Awaited<ReturnType<TemporalSession['connection']['workflowService']['describeTaskQueue']>>;
type Poller = NonNullable<TaskQueue['pollers']>[number];

/** A version of a worker deployment; null: workers that take part in none. */
export type Version = { readonly deploymentName: string; readonly buildId: string } | null;

/** What the server knows of the workers of a task queue. */
export interface WorkerPolls {
  /** How long ago (ms) each that is given work was last seen; empty: no one takes any. */
  readonly ages: readonly number[];
  /** The version of each that polls and is given none, for the server routes to another version. */
  readonly idle: readonly Version[];
  readonly current: Version;
}

/** Asks the server which workers poll a task queue, and which of them get work. */
export async function workerPolls(session: TemporalSession, taskQueue: string): Promise<WorkerPolls> {
  const described = await session.within(() =>
    session.connection.workflowService.describeTaskQueue({
      namespace: session.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: workflowTaskQueue,
    }),
  );
  return judgePolls(described, Date.now());
}

/** Without a current version the server gives work to workers without one; a ramping version gets its part of it. */
export function judgePolls(
  { pollers, versioningInfo }: Pick<TaskQueue, 'pollers' | 'versioningInfo'>,
  now: number,
): WorkerPolls {
  const current = versionOf(versioningInfo?.currentDeploymentVersion);
  const ramping =
    (versioningInfo?.rampingVersionPercentage ?? 0) > 0
      ? [versionOf(versioningInfo?.rampingDeploymentVersion)]
      : [];
  const routed = new Set([current, ...ramping].map(versionKey));
  const fresh = (pollers ?? [])
    .map((poller) => ({
      version: versionOf(
        poller.deploymentOptions?.workerVersioningMode === versioned ? poller.deploymentOptions : null,
      ),
      age: now - Number(poller.lastAccessTime?.seconds) * 1_000,
    }))
    .filter(({ age }) => age < freshMs);
  const isRouted = ({ version }: { readonly version: Version }) => routed.has(versionKey(version));
  return {
    ages: fresh.filter(isRouted).map(({ age }) => age),
    idle: fresh.filter((each) => !isRouted(each)).map(({ version }) => version),
    current,
  };
}

/** A clause, and the command that fixes it. */
export interface NoWork {
  readonly message: string;
  readonly next: string;
}

/** Why no worker takes the work of a task queue; null: one does. */
export function explainNoWork({ ages, idle, current }: WorkerPolls, taskQueue: string): NoWork | null {
  if (ages.length > 0) return null;
  const [first] = idle;
  if (first === undefined)
    return { message: `no worker is listening on task queue ${taskQueue}`, next: 'drydock worker' };
  return {
    message:
      `${idle.length} on task queue ${taskQueue}, but Temporal gives ${idle.length === 1 ? 'it' : 'them'} no work: ` +
      `it goes to workers ${versionText(current)}, not to those ${versionText(first)}`,
    next: routeCommand(first, current),
  };
}

/** Routes work to the workers that are there; those without a version take it from the deployment that has it. */
function routeCommand(wanted: Version, current: Version): string {
  const command = 'temporal worker deployment set-current-version --deployment-name';
  return wanted === null
    ? `${command} ${current?.deploymentName} --unversioned`
    : `${command} ${wanted.deploymentName} --build-id ${wanted.buildId}`;
}

function versionOf(options: Poller['deploymentOptions']): Version {
  const { deploymentName, buildId } = options ?? {};
  return deploymentName && buildId ? { deploymentName, buildId } : null;
}

function versionKey(version: Version): string {
  return version === null ? '' : `${version.deploymentName}\n${version.buildId}`;
}

function versionText(version: Version): string {
  return version === null
    ? 'without a version'
    : `of version ${version.buildId} of deployment ${version.deploymentName}`;
}

/** A warning and no refusal: what was started continues as soon as a worker listens. */
export async function warnIfNoWorker(session: TemporalSession, taskQueue: string): Promise<void> {
  const polls = await workerPolls(session, taskQueue).catch(() => null);
  const none = polls === null ? null : explainNoWork(polls, taskQueue);
  if (none !== null) log(`warning: ${none.message}; the workflow does not start yet\n  next: ${none.next}`);
}

/** Only workers answer queries: none polls, or the one that does has not registered the query yet. */
export function meansNoWorker(error: unknown): boolean {
  const isRefused = grpcFailureOf(error)?.code === grpc.failedPrecondition;
  return isRefused || ranOutOfTime(error) || error instanceof QueryNotRegisteredError;
}
