import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startProgram } from '../process/child-program.ts';
import { type ProgramName, programFile } from '../process/program-file.ts';
import { addSearchAttributes, readSearchAttributes } from '../temporal/search-attributes.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { type TemporalServer, useTemporalServer } from '../temporal/temporal-server.ts';
import { log } from '../view/terminal/print.ts';
import type { Cleanup } from './cleanup.ts';
import { readyLine } from './ready-line.ts';
import { setSpeed } from './simulator-client.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What a campaign needs; each part is a process of its own. */
export interface StageSet {
  readonly temporal: TemporalServer;
  readonly simulatorUrl: string;
  /** Environment variables that another terminal needs beside those of the simulator. */
  readonly exports: Readonly<Record<string, string>>;
  /** For further commands. */
  readonly env: Env;
  /** On our own server every name is free; on another one the campaign needs a new name. */
  readonly isOwnServer: boolean;
}

/** Starts server, simulator and worker; `cleanup` can stop each before the next is started. */
export async function openStageSet(cleanup: Cleanup, speed: number): Promise<StageSet> {
  // An installation without the simulator or a worker says so before it downloads a server.
  programFile('simulator/main');
  programFile('worker/main');
  const isOwnServer = !process.env.TEMPORAL_ADDRESS;
  const temporal = await openTemporal(cleanup);
  const simulator = await openSimulator(cleanup);
  const exports = temporalEnv(temporal, isOwnServer);
  const env = { ...cleanEnv(process.env, isOwnServer), ...exports, ...simulator.env };
  Object.assign(process.env, exports, simulator.env);
  trust(simulator.env.NODE_EXTRA_CA_CERTS);
  if (!isOwnServer) await prepareForeignServer();
  await openWorker(cleanup, env);
  // Only now: what starts up at 900 times real speed costs an hour of simulated time.
  await setSpeed(simulator.url, speed);
  log(`Simulated Azure: ${simulator.url} (its clock runs ${speed} times as fast)`);
  return { temporal, simulatorUrl: simulator.url, exports, env, isOwnServer };
}

async function openTemporal(cleanup: Cleanup): Promise<TemporalServer> {
  const server = await useTemporalServer({ log });
  cleanup.add(() => server.stop());
  return server;
}

async function openSimulator(cleanup: Cleanup) {
  const args = ['--scenario', 'two-stages', '--port', '0', '--seed', '1', '--speed', '1'];
  const ready = await openRoom(cleanup, 'simulator/main', args, process.env);
  return { url: String(ready.url), env: ready.env as Readonly<Record<string, string>> };
}

async function openWorker(cleanup: Cleanup, env: Env): Promise<void> {
  const settings = {
    DRYDOCK_HEALTH_PORT: '0',
    DRYDOCK_HEARTBEAT_THROTTLE: '500ms',
    DRYDOCK_LOG_LEVEL: 'warn',
  };
  const ready = await openRoom(cleanup, 'worker/main', [], { ...env, ...settings });
  log(`Worker: polls ${String(ready.taskQueue)}`);
}

async function openRoom(cleanup: Cleanup, main: ProgramName, args: readonly string[], env: Env) {
  const program = startProgram(process.execPath, [programFile(main), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanup.add(() => program.stop());
  return readyLine(main, program);
}

/** A profile of the temporal CLI, or an Azure login, must not leak into a demo on a server of its own. */
function cleanEnv(env: Env, isOwnServer: boolean): Env {
  const foreign = isOwnServer ? /^(?:TEMPORAL|AZURE)_/ : /^AZURE_/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

function temporalEnv(temporal: TemporalServer, isOwnServer: boolean): Readonly<Record<string, string>> {
  if (!isOwnServer) return {};
  return {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_CONFIG_FILE: '/nonexistent',
    ...(temporal.uiUrl === null ? {} : { DRYDOCK_UI_URL: temporal.uiUrl }),
  };
}

/** Node reads NODE_EXTRA_CA_CERTS only at the start of a process. */
function trust(caFile: string | undefined): void {
  if (caFile !== undefined)
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(caFile, 'utf8')]);
}

async function prepareForeignServer(): Promise<void> {
  await withTemporal(async (session) => {
    const { missing } = await readSearchAttributes(session);
    if (missing.length > 0) await addSearchAttributes(session, missing);
  });
}
