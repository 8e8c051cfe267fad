import type { Hono } from 'hono';
import { issueToken } from '../access/identity.ts';
import { kubernetesAudience } from '../access/kubeconfig.ts';
import { startForeignOperation } from '../arm/operations/run-operation.ts';
import type { GateEnv } from '../arm/request/arm-call.ts';
import { scheduleEvent } from '../events/schedule-event.ts';
import type { ClockAnchor } from '../world/clock.ts';
import type { CarriedOut, JournalLine } from '../world/journal.ts';
import type { Ledger } from '../world/ledger.ts';
import type { World } from '../world/world.ts';
import { StateFileError } from './state-file.ts';

const origin = 'https://127.0.0.1';
const tokenSeconds = 3600;

interface Stage {
  readonly world: World;
  readonly app: Hono<GateEnv>;
  readonly ledger: Ledger;
}

/**
 * Brings a new world to the state in which an earlier run ended: every input again, at its simulated instant. The clock
 * then continues as if the process had never stopped.
 * @throws StateFileError where a request no longer comes to what it came to: the file is of another release.
 */
export async function replayJournal(
  stage: Stage,
  clock: ClockAnchor,
  lines: readonly JournalLine[],
): Promise<void> {
  const { world } = stage;
  let anchor = clock;
  for (const line of lines) {
    if ('atMs' in line) {
      world.clock.hold(line.atMs);
      world.catchUp();
    }
    if (line.kind === 'clock') anchor = line.anchor;
    else await replayLine(stage, line);
  }
  world.replayedRealMs = null;
  world.clock.resume(anchor);
}

async function replayLine(
  { world, app, ledger }: Stage,
  line: Exclude<JournalLine, { kind: 'clock' }>,
): Promise<void> {
  if (line.kind === 'faults') world.faults.restore(line.armed);
  else if (line.kind === 'ledger') ledger.record({ ...line.entry, operation: null }, line.atMs, line.realMs);
  else if (line.kind === 'foreign') {
    const cluster = world.clusters.find(({ id }) => id === line.cluster);
    if (cluster !== undefined) startForeignOperation(world, cluster, line.minutes);
  } else if (line.kind === 'scheduled-event') scheduleEvent(world, line.scheduledEvent, line.atMs);
  else await request(world, app, line);
}

async function request(world: World, app: Hono<GateEnv>, line: CarriedOut): Promise<void> {
  world.replayedRealMs = line.realMs;
  const isKubernetes = /^\/+k8s\//i.test(line.url);
  const audience = isKubernetes ? kubernetesAudience : 'https://management.azure.com';
  const token = issueToken(audience, `${origin}/`, Date.now(), tokenSeconds);
  const response = await app.request(`${origin}${line.url}`, {
    method: line.method,
    headers: { ...line.headers, authorization: `Bearer ${token}` },
    ...(line.text === '' ? {} : { body: line.text }),
  });
  if (response.status === line.status) return;
  throw new StateFileError(
    `${line.method} ${line.url.split('?')[0]} was answered ${line.status} and is answered ${response.status} now: the state file is of another release`,
  );
}
