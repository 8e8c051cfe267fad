import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverterOf } from '#gateways/temporal/data-converter.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { grpc, grpcFailureOf } from '../failure/grpc-failure.ts';
import { readCommandKeys } from '../input/payload-keys-input.ts';
import { during } from '../view/terminal/progress.ts';
import { refusesConnections } from './refuses-connections.ts';

const connectWithinMs = 5_000;
const callWithinMs = 10_000;

/** A connection to Temporal with what people need to know of it. */
export interface TemporalSession {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  readonly address: string;
  /** What Temporal stores is encrypted; free texts that it stores in the clear are then not sent. */
  readonly isEncrypted: boolean;
  /** Bounds every call made inside; without it a call can wait forever. Default 10 s. */
  within<T>(call: () => Promise<T>, ms?: number): Promise<T>;
  close(): Promise<void>;
}

/**
 * Connects by Temporal's own profile and TEMPORAL_* variables.
 * Throws CommandError: 64 where these make no sense, 69 where nothing answers, 77 where we are not admitted.
 */
export async function connectTemporal(): Promise<TemporalSession> {
  const { connectionOptions, namespace = 'default' } = readProfile();
  const payloadKeys = await readCommandKeys(process.env);
  const address = connectionOptions.address || 'localhost:7233';
  if (await refusesConnections(address)) throw explainConnect(new Error('connection refused'), address);
  const connection = await Connection.connect({
    ...connectionOptions,
    address,
    connectTimeout: connectWithinMs,
  }).catch((error: unknown) => {
    throw explainConnect(error, address);
  });
  return {
    client: new Client({ connection, namespace, dataConverter: dataConverterOf(payloadKeys) }),
    isEncrypted: payloadKeys.length > 0,
    connection,
    namespace,
    address,
    within: (call, ms = callWithinMs) => connection.withDeadline(Date.now() + ms, call),
    close: () => connection.close(),
  };
}

function readProfile(): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig();
  } catch (error) {
    throw new CommandError(
      exitCodes.usage,
      `Temporal's settings cannot be read: ${error instanceof Error ? error.message.trimEnd() : String(error)}`,
      'fix TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE or the files that TEMPORAL_TLS_* name',
      error,
    );
  }
}

/** Runs with a connection and closes it, whatever happens. */
export async function withTemporal<T>(work: (session: TemporalSession) => Promise<T>): Promise<T> {
  const session = await during('connecting to Temporal', connectTemporal);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function explainConnect(error: unknown, address: string): CommandError {
  const words = error instanceof Error ? error.message : String(error);
  const code = grpcFailureOf(error)?.code;
  if (code === grpc.permissionDenied || code === grpc.unauthenticated)
    return new CommandError(
      exitCodes.notAllowed,
      `Temporal at ${address} denies access: ${words}`,
      "check TEMPORAL_API_KEY or the certificate of Temporal's profile",
      error,
    );
  return new CommandError(
    exitCodes.unavailable,
    `Temporal at ${address} cannot be reached: ${words}`,
    'set TEMPORAL_ADDRESS (or a temporal CLI profile), or start a server: temporal server start-dev',
    error,
  );
}
