import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createServerCertificate } from './access/certificate.ts';
import { clientId, clientSecret, tenantId } from './access/identity.ts';
import { staticTokenOf } from './access/static-token.ts';
import { createWorld } from './create-world.ts';
import type { Fleet } from './fleet/fleet.ts';
import { type ClientFiles, writeClientFiles } from './http/client-files.ts';
import { simulatorApp } from './simulator-app.ts';
import { replayJournal } from './state/replay-journal.ts';
import { appendTo, type Beginning, createStateFile, readStateFile } from './state/state-file.ts';
import type { ClockReading } from './world/clock.ts';
import { Ledger } from './world/ledger.ts';
import type { World } from './world/world.ts';

const host = '127.0.0.1';
export const usualPort = 8443;
const tickMs = 20;

/** The one line on stdout once the simulator listens. */
export interface SimulatorReady {
  readonly apiVersion: 'drydock.dev/v1';
  readonly kind: 'SimulatorReady';
  readonly url: string;
  readonly caFile: string;
  readonly pid: number;
  readonly clock: ClockReading;
  /** What any Azure client needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What az, kubectl and other tools in Python and Go need on top; what replaces their roots has the public ones, too. */
  readonly toolEnv: Readonly<Record<string, string>>;
  readonly subscriptions: readonly string[];
  readonly clusters: readonly {
    readonly name: string;
    readonly resourceId: string;
    readonly kubeconfigFile: string;
  }[];
}

export class PortTakenError extends Error {}

/** What clients or the next run need cannot be written; `flag` says where it should go. */
export class UnwritableError extends Error {
  readonly flag: string;

  constructor(flag: string, what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.flag = flag;
  }
}

export interface ServeOptions {
  /** Undefined: the one of the state file, else the usual one. */
  readonly port?: number | undefined;
  readonly dir?: string | undefined;
  /** Whether Azure's limits refuse requests. */
  readonly limits?: boolean | undefined;
  /** Where everything is kept over a restart; a file that is there already wins over the fleet. */
  readonly state?: string | undefined;
}

/**
 * Serves a fleet on HTTPS loopback.
 * @throws PortTakenError where the port is in use.
 * @throws StateFileError where the state file cannot be used.
 * @throws UnwritableError where the state file or what clients read cannot be written; it no longer listens then.
 */
export async function serveFleet(
  fleet: () => Fleet,
  options: ServeOptions,
): Promise<{ readonly ready: SimulatorReady; readonly close: () => void }> {
  const saved = options.state === undefined ? undefined : readStateFile(options.state);
  const tls = saved?.beginning.tls ?? (await createServerCertificate());
  const begun = saved?.beginning.fleet ?? fleet();
  const world = createWorld(begun);
  world.isLimited = options.limits ?? false;
  const ledger = new Ledger();
  const keys = { authorityPem: tls.authority, tenant: tenantId, staticToken: staticTokenOf };
  const app = simulatorApp(world, keys, ledger, () => readyLine(world, url, written.files));
  if (saved !== undefined) await replayJournal({ world, app, ledger }, saved.beginning.clock, saved.lines);
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    serverOptions: { key: tls.key, cert: tls.certificate + tls.authority },
  });
  const port = await listen(server, options.port ?? saved?.beginning.port ?? usualPort);
  const url = `https://${host}:${port}`;
  const written = writeFiles();
  if (written.journal !== null) world.keepJournal(written.journal);
  const timer = setInterval(() => world.catchUp(), tickMs);
  timer.unref();
  const close = () => {
    clearInterval(timer);
    written.files.discard();
    written.journal?.close();
    stopListening();
  };
  return { ready: readyLine(world, url, written.files), close };

  /** Files name the port, so it is taken first; a server that continues listening would keep the process alive. */
  function writeFiles() {
    try {
      const beginning = { fleet: begun, tls, port, clock: world.clock.anchor };
      return {
        journal: keepState(options.state, saved === undefined, beginning),
        files: writeFolder({ world, url, tls, dir: options.dir ?? folderOf(options.state) }),
      };
    } catch (error) {
      stopListening();
      throw error;
    }
  }

  function stopListening(): void {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
}

/** Beside the state file, so that the paths that clients know stay valid. */
function folderOf(state: string | undefined): string | undefined {
  return state === undefined ? undefined : `${state}.files`;
}

function keepState(state: string | undefined, isNew: boolean, beginning: Beginning) {
  if (state === undefined) return null;
  try {
    if (isNew) createStateFile(state, beginning);
    return appendTo(state);
  } catch (error) {
    throw new UnwritableError('--state FILE', `the state cannot be kept in ${state}`, error);
  }
}

function writeFolder(parts: Parameters<typeof writeClientFiles>[0]): ClientFiles {
  try {
    return writeClientFiles(parts);
  } catch (error) {
    const folder = parts.dir ?? 'a temporary folder';
    throw new UnwritableError('--dir DIR', `certificates and kubeconfigs cannot go to ${folder}`, error);
  }
}

function readyLine(world: World, url: string, files: ClientFiles): SimulatorReady {
  return {
    apiVersion: 'drydock.dev/v1',
    kind: 'SimulatorReady',
    url,
    caFile: files.caFile,
    pid: process.pid,
    clock: world.clock.reading(),
    env: {
      DRYDOCK_ARM_ENDPOINT: url,
      AZURE_AUTHORITY_HOST: `${url}/`,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      AZURE_FEDERATED_TOKEN_FILE: files.federatedTokenFile,
      NODE_EXTRA_CA_CERTS: files.caFile,
      NO_PROXY: '127.0.0.1,localhost',
    },
    toolEnv: {
      REQUESTS_CA_BUNDLE: files.bundleFile,
      SSL_CERT_FILE: files.bundleFile,
      KUBECONFIG: files.kubeconfigFiles.join(':'),
      ARM_CLOUD_METADATA_URL: `${url}/metadata/endpoints?api-version=2019-05-01`,
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    },
    subscriptions: world.subscriptions(),
    clusters: world.clusters.map((cluster, index) => ({
      name: cluster.name,
      resourceId: cluster.id.replace('/resourcegroups/', '/resourceGroups/'),
      kubeconfigFile: files.kubeconfigFiles[index]!,
    })),
  };
}

function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new PortTakenError(`port ${port} on ${host} is taken`) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
