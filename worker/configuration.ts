import { accessSync, constants } from 'node:fs';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { type GatewaySettings, gatewaySettingsFrom } from '#gateways/open-gateways.ts';
import { areKeysInVault } from '#gateways/open-payload-keys.ts';
import { type PayloadKey, readPayloadKeys } from '#gateways/temporal/payload-keys.ts';
import { readSettings, type WorkerSettings } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A worker's configuration from its environment. */
export interface Configuration {
  readonly settings: WorkerSettings;
  readonly gateways: GatewaySettings;
  readonly temporal: { readonly connection: NativeConnectionOptions; readonly namespace: string };
  /** The newest last; none: payloads are in the clear. null: they are in Azure Key Vault. */
  readonly payloadKeys: readonly PayloadKey[] | null;
}

/** Lists every problem, so that a deployment is fixed once and not variable by variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}`);
    this.problems = problems;
  }
}

/** Reads and checks all of it before anything is opened. Throws a ConfigurationError that names every problem. */
export function readConfiguration(env: Env): Configuration {
  const settings = readSettings(env);
  const gateways = attempt(() => gatewaySettingsFrom(env));
  const temporal = attempt(() => readTemporal(env));
  const payloadKeys = attempt(() => (areKeysInVault(env) ? null : readPayloadKeys(env)));
  const problems = [
    ...('problems' in settings ? settings.problems : []),
    ...('problem' in gateways ? [gateways.problem] : []),
    ...('problem' in temporal ? [temporal.problem] : []),
    ...('problem' in payloadKeys ? [payloadKeys.problem] : []),
    ...credentialProblems(env),
    ...temporalProblems(env),
    ...fileProblems(env),
  ];
  if (
    'problems' in settings ||
    'problem' in gateways ||
    'problem' in temporal ||
    'problem' in payloadKeys ||
    problems.length > 0
  )
    throw new ConfigurationError(problems);
  return {
    settings,
    gateways: gateways.value,
    temporal: temporal.value,
    payloadKeys: payloadKeys.value,
  };
}

function attempt<T>(read: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function readTemporal(env: Env): Configuration['temporal'] {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars });
  return { connection: connectionOptions, namespace };
}

function credentialProblems(env: Env): readonly string[] {
  const missing = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'].filter((name) => !env[name]);
  return env.AZURE_CLIENT_SECRET && missing.length > 0
    ? [`${missing.join(' and ')}: missing; a client secret (AZURE_CLIENT_SECRET) needs both`]
    : [];
}

/** The library reads any other word as "no": TEMPORAL_TLS=TRUE would silently send everything unencrypted. */
function temporalProblems(env: Env): readonly string[] {
  const { TEMPORAL_TLS: tls, TEMPORAL_API_KEY: apiKey, TEMPORAL_ADDRESS: address } = env;
  return [
    ...(tls && !['1', 'true', '0', 'false'].includes(tls)
      ? [`TEMPORAL_TLS: expected true or false in lower case, got "${tls}"`]
      : []),
    ...(apiKey && (tls === 'false' || tls === '0')
      ? ['TEMPORAL_TLS: must not be false with TEMPORAL_API_KEY, which would be sent unencrypted']
      : []),
    ...(address && !/^[^\s/]+:\d{1,5}$/.test(address)
      ? [`TEMPORAL_ADDRESS: expected HOST:PORT, got "${address}"`]
      : []),
  ];
}

const files = [
  'NODE_EXTRA_CA_CERTS',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'DRYDOCK_WORKFLOW_BUNDLE',
] as const;

/** Files whose absence would show only much later, or (NODE_EXTRA_CA_CERTS) without a name. */
function fileProblems(env: Env): readonly string[] {
  return files.flatMap((name) => {
    const path = env[name];
    return path && !isReadable(path) ? [`${name}: cannot read ${path}`] : [];
  });
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
