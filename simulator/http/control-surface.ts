import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Directory } from '../access/directory.ts';
import type { Secrets } from '../access/secrets.ts';
import type { Operation } from '../cluster/operation.ts';
import { missingTarget } from '../events/missing-target.ts';
import { scheduleEvent } from '../events/schedule-event.ts';
import { type Fault, faultSchema } from '../faults/fault-catalogue.ts';
import { scheduledEventSchema } from '../fleet/scheduled-events.ts';
import { describeProblems } from '../values/describe-problem.ts';
import { durationMs, durationText } from '../values/duration.ts';
import type { Ledger } from '../world/ledger.ts';
import type { World } from '../world/world.ts';

const clockChange = z.union([
  z.strictObject({ speed: z.number().positive() }),
  z.strictObject({ advance: durationText }),
]);

/** In which groups someone is from now on; tokens that were issued stay as they are. */
const membership = z.strictObject({ name: z.string(), groups: z.array(z.guid()) });

/** A version of a secret in the Key Vault; times in seconds since 1970. */
const secretVersion = z.strictObject({
  name: z.string().regex(/^[0-9A-Za-z-]{1,127}$/),
  value: z.string(),
  enabled: z.boolean().default(true),
  notBefore: z.number().optional(),
});

/** `/_simulator/`: what clients need, ledger, state, faults and clock, for tests and for the product's pace guard. No credential. */
export function controlSurface(
  world: World,
  ledger: Ledger,
  ready: () => object,
  { directory, secrets }: { readonly directory: Directory; readonly secrets: Secrets },
): Hono {
  const app = new Hono();
  app.use('*', async (_, next) => {
    world.catchUp();
    await next();
  });
  app.get('/ready', (c) => c.json(ready()));
  app.get('/ledger', (c) => c.json({ entries: ledger.show(c.req.query('all') === '1') }));
  app.get('/state', (c) => c.json(fleetState(world, c.req.query('cluster'))));
  app.get('/faults', (c) => c.json({ faults: world.faults.list() }));
  app.post('/faults', async (c) => {
    const body = await jsonOf(c);
    // Not a union: of one that does not fit no one learns why.
    const parsed = (Array.isArray(body) ? z.array(faultSchema) : faultSchema).safeParse(body);
    if (!parsed.success) return c.json({ error: describeProblems(parsed.error) }, 400);
    const added: readonly Fault[] = Array.isArray(parsed.data) ? parsed.data : [parsed.data];
    const missing = added
      .map(({ match }) => missingTarget(world.clusters, match))
      .find((each) => each !== null);
    if (missing !== undefined) return c.json({ error: missing }, 400);
    for (const fault of added) world.faults.add(fault);
    return c.json({ faults: world.faults.list() });
  });
  app.delete('/faults', (c) => {
    world.faults.clear(c.req.query('cluster'));
    return c.json({ faults: world.faults.list() });
  });
  app.post('/scheduled-events', async (c) => {
    const parsed = scheduledEventSchema.safeParse(await jsonOf(c));
    if (!parsed.success) return c.json({ error: describeProblems(parsed.error) }, 400);
    const missing = missingTarget(world.clusters, parsed.data);
    if (missing !== null) return c.json({ error: missing }, 400);
    const atMs = world.queue.now();
    scheduleEvent(world, parsed.data, atMs);
    world.journal.append({ kind: 'scheduled-event', atMs, scheduledEvent: parsed.data });
    return c.json(parsed.data);
  });
  app.post('/people', async (c) => {
    const parsed = membership.safeParse(await jsonOf(c));
    if (!parsed.success) return c.json({ error: describeProblems(parsed.error) }, 400);
    const { name, groups } = parsed.data;
    const person = directory.find(name);
    if (person === undefined) return c.json({ error: `the tenant has no one named ${name}` }, 400);
    person.groups = groups;
    return c.json(person);
  });
  app.post('/secrets', async (c) => {
    const parsed = secretVersion.safeParse(await jsonOf(c));
    if (!parsed.success) return c.json({ error: describeProblems(parsed.error) }, 400);
    return c.json({ version: secrets.add(parsed.data) });
  });
  app.get('/clock', (c) => c.json(world.clock.reading()));
  app.post('/clock', async (c) => {
    const parsed = clockChange.safeParse(await jsonOf(c));
    if (!parsed.success) return c.json({ error: describeProblems(parsed.error) }, 400);
    if ('speed' in parsed.data) world.clock.setSpeed(parsed.data.speed);
    else world.clock.jump(durationMs(parsed.data.advance));
    world.catchUp();
    return c.json(world.clock.reading());
  });
  return app;
}

/** The whole fleet, or the clusters of one name. */
function fleetState(world: World, name: string | undefined): object {
  const clusters = world.clusters.filter((cluster) => name === undefined || cluster.name === name);
  return {
    clock: world.clock.reading(),
    clusters: clusters.map((cluster) => ({
      ...cluster.document(),
      agentPools: cluster.pools.map((pool) => ({
        ...pool.document(cluster.id),
        surgeNodes: [...pool.surge],
      })),
      apiServerVersion: cluster.kubernetes.version,
      nodes: cluster.kubernetes.nodes(),
      running: [...cluster.running].map(operationState),
    })),
  };
}

function operationState(operation: Operation): object {
  const { signature: _, ...shown } = operation;
  return shown;
}

async function jsonOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => null);
}
