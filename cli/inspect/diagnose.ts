import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { cloudFrom } from '#gateways/cloud-settings.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { reachEndpoint } from '../clusters/reach-endpoint.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import { readSearchAttributes } from '../temporal/search-attributes.ts';
import { connectTemporal, type TemporalSession } from '../temporal/temporal-client.ts';
import { explainNoWork, workerPolls } from '../temporal/worker-polls.ts';
import { formatAge } from '../view/terminal/format-time.ts';

/** One thing that a campaign needs, and whether it is there. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly next: string | null;
  readonly exitCode: ExitCode;
}

/** Checks everything a campaign needs; changes nothing. Checks that depend on a failed one are skipped. */
export async function diagnose(): Promise<readonly Check[]> {
  const azure = await checkAzure();
  return [...(await checkTemporal(azure.taskQueue)), ...azure.checks];
}

/** taskQueue: null where the endpoint's clock, and so its task queue, is unknown. */
async function checkTemporal(taskQueue: string | null): Promise<readonly Check[]> {
  const opened: { session: TemporalSession | null } = { session: null };
  const server = await check('Temporal server', async () => {
    const session = await connectTemporal();
    opened.session = session;
    const info = await session.within(() => session.connection.workflowService.getSystemInfo({}));
    return `${session.address}, version ${info.serverVersion}`;
  });
  const { session } = opened;
  const names = ['Temporal namespace', 'Search attributes', 'Worker'];
  if (session === null) return [server, ...names.map((name) => skipped(name, 'no Temporal server'))];
  try {
    const namespace = await check('Temporal namespace', () => readNamespace(session));
    if (namespace.state === 'failed')
      return [server, namespace, ...names.slice(1).map((name) => skipped(name, 'no Temporal namespace'))];
    return [
      server,
      namespace,
      await check('Search attributes', () => readAttributes(session), 'drydock setup'),
      taskQueue === null
        ? skipped('Worker', 'its task queue is unknown until the endpoint reports its clock')
        : await check('Worker', () => readPollers(session, taskQueue)),
    ];
  } finally {
    await session.close();
  }
}

async function readNamespace(session: TemporalSession): Promise<string> {
  const { namespace } = session;
  await session.within(() => session.connection.workflowService.describeNamespace({ namespace }));
  return namespace;
}

async function readAttributes(session: TemporalSession): Promise<string> {
  const { missing, wrong } = await readSearchAttributes(session);
  const names = [...missing, ...wrong].map(({ name }) => name);
  if (names.length > 0) throw new Error(`not registered: ${names.join(', ')}`);
  return 'all registered';
}

async function readPollers(session: TemporalSession, taskQueue: string): Promise<string> {
  const polls = await workerPolls(session, taskQueue);
  const none = explainNoWork(polls, taskQueue);
  if (none !== null) throw new CommandError(exitCodes.unavailable, none.message, none.next);
  const { ages, idle } = polls;
  const others = idle.length === 0 ? '' : `; ${idle.length} more of another version get no work`;
  return `${ages.length} on task queue ${taskQueue}, last seen ${formatAge(Math.min(...ages))} ago${others}`;
}

async function checkAzure(): Promise<{
  readonly taskQueue: string | null;
  readonly checks: readonly Check[];
}> {
  const tenant = process.env.AZURE_TENANT_ID || 'organizations';
  const discovery = () =>
    new URL(`/${tenant}/v2.0/.well-known/openid-configuration`, cloudFrom(process.env).authorityHost);
  const found: { taskQueue: string | null } = { taskQueue: null };
  const checks = [
    await check('Azure sign-in', () => reachEndpoint(discovery())),
    await check('Azure Resource Manager', () => reachEndpoint(new URL(cloudFrom(process.env).armEndpoint))),
    await check('Azure credential', () => withGateways(readSubscriptions)),
    await check('Clock', async () => {
      const clock = await withGateways((gateways) => gateways.readSimulatorClock());
      found.taskQueue = taskQueueFor(clock);
      return clock === null ? 'real time' : `simulator ${clock.id}, ${clock.speed} times real speed`;
    }),
  ];
  return { taskQueue: found.taskQueue, checks };
}

async function readSubscriptions(gateways: Gateways): Promise<string> {
  const subscriptions = await gateways.azure.listSubscriptions();
  if (subscriptions.length === 0)
    throw new CommandError(
      exitCodes.notAllowed,
      'the credential sees no subscription',
      'assign it the role Reader, or more (docs/permissions.md), on a subscription',
    );
  return `sees ${subscriptions.length} subscription${subscriptions.length === 1 ? '' : 's'}`;
}

async function check(name: string, read: () => Promise<string>, next: string | null = null): Promise<Check> {
  try {
    return { name, state: 'ok', detail: await read(), next: null, exitCode: exitCodes.done };
  } catch (error) {
    const { message, next: known, exitCode } = explainFailure(error, true);
    const code = exitCode === exitCodes.notAllowed ? exitCode : exitCodes.unavailable;
    return { name, state: 'failed', detail: message, next: next ?? known, exitCode: code };
  }
}

function skipped(name: string, detail: string): Check {
  return { name, state: 'skipped', detail, next: null, exitCode: exitCodes.done };
}
