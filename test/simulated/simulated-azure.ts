import { issueToken } from '#simulator/access/identity.ts';
import { createWorld } from '#simulator/create-world.ts';
import { type Fleet, fleetSchema } from '#simulator/fleet/fleet.ts';
import { simulatorApp } from '#simulator/simulator-app.ts';
import { replayJournal } from '#simulator/state/replay-journal.ts';
import type { JsonObject } from '#simulator/values/json-value.ts';
import type { ClockAnchor } from '#simulator/world/clock.ts';
import { type JournalLine, noJournal } from '#simulator/world/journal.ts';
import { Ledger } from '#simulator/world/ledger.ts';
import type { World } from '#simulator/world/world.ts';

const start = '2026-11-20T08:00:00Z';
const group = '/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/rg-one';
const version = 'api-version=2026-04-01';

export const clusterPath = `${group}/providers/Microsoft.ContainerService/managedClusters/aks-one-weu`;

type Part = Record<string, unknown>;

export interface ArmReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A simulated Azure in this process whose time moves only on request. */
export interface SimulatedAzure {
  readonly world: World;
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ArmReply>;
  /** Simulated minutes pass. */
  readonly pass: (minutes: number) => void;
  /** Another one that has nothing but what this one wrote down, at the same moment. */
  readonly restarted: () => Promise<SimulatedAzure>;
}

/** A fleet of one cluster `aks-one-weu` with one pool `system` of two nodes; parts replace what the cluster has. */
export function aFleet(cluster: Part = {}): Fleet {
  const pools = [aPool()];
  const one = {
    name: 'aks-one-weu',
    resourceGroup: 'rg-one',
    version: '1.33.5',
    tags: { ring: 'test' },
    pools,
    ...cluster,
  };
  const file = {
    apiVersion: 'drydock.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'test' },
    spec: { start, clusters: [one] },
  };
  return fleetSchema.parse(file).spec;
}

export function aPool(parts: Part = {}): Part {
  return { name: 'system', mode: 'System', count: 2, ...parts };
}

export function anAzure(fleet: Fleet = aFleet()): SimulatedAzure {
  return assembled(fleet, { ms: Date.now() }).azure;
}

function assembled(fleet: Fleet, wall: { ms: number }) {
  const world = createWorld({ ...fleet, speed: 1 }, () => wall.ms);
  const ledger = new Ledger();
  const keys = { authorityPem: 'none', tenant: 'none', staticToken: () => 'static' };
  const app = simulatorApp(world, keys, ledger);
  let beginning = world.clock.anchor;
  const lines: string[] = [];
  const keepJournal = () => world.keepJournal({ append: (line) => lines.push(JSON.stringify(line)) });
  keepJournal();
  const token = issueToken('https://management.azure.com', 'https://127.0.0.1/', Date.now(), 3600);
  const azure: SimulatedAzure = {
    world,
    send: async (method, path, body, headers = {}) => {
      const isComplete = path.includes('?') || path.startsWith('/_simulator');
      const init: RequestInit = {
        method,
        headers: { authorization: `Bearer ${token}`, host: '127.0.0.1', ...headers },
      };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await app.request(isComplete ? path : `${path}?${version}`, init);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? {} : (JSON.parse(text) as JsonObject),
      };
    },
    pass: (minutes) => {
      wall.ms += minutes * 60_000;
      world.catchUp();
    },
    restarted: async () => {
      const next = assembled(fleet, wall);
      await next.goOn(
        beginning,
        lines.map((line) => JSON.parse(line) as JournalLine),
      );
      return next.azure;
    },
  };
  const goOn = async (clock: ClockAnchor, written: readonly JournalLine[]) => {
    beginning = clock;
    world.keepJournal(noJournal);
    await replayJournal({ world, app, ledger }, clock, written);
    lines.push(...written.map((line) => JSON.stringify(line)));
    keepJournal();
    world.catchUp();
  };
  return { azure, goOn };
}

/** GET, change of the properties, PUT: what careful clients do. Without `nodeImageVersion`, which no one should send. */
export async function change(azure: SimulatedAzure, path: string, properties: JsonObject): Promise<ArmReply> {
  const { body } = await azure.send('GET', path);
  const { nodeImageVersion: _, ...current } = body.properties as JsonObject;
  return azure.send('PUT', path, { ...body, properties: { ...current, ...properties } });
}

/** Path and query of the operation that an answer points to. */
export function operationOf(
  reply: ArmReply,
  header: 'azure-asyncoperation' | 'location' = 'azure-asyncoperation',
): string {
  const url = new URL(reply.headers.get(header) ?? '');
  return url.pathname + url.search;
}
