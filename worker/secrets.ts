import { readFileSync } from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

const secretVariable =
  /(?:SECRET|PASSWORD|PASSWD|TOKEN|API_KEY|ACCESS_KEY|PRIVATE_KEY|KEY_DATA|_AUTH|CREDENTIALS?)$|GRPC_META_/i;

const credentialFiles = ['AZURE_FEDERATED_TOKEN_FILE'] as const;

/** The values in the environment, and in the files it names, that must never be seen in a log or a history. */
export function secretsOf(env: Env): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value]) =>
    // A line break at its end is not sent with it, so it must not be searched for with it.
    value !== undefined && secretVariable.test(name) ? [value.trim()] : [],
  );
  return [...values, ...credentialFiles.flatMap((name) => contentOf(env[name]))];
}

function contentOf(path: string | undefined): readonly string[] {
  if (!path) return [];
  try {
    return [readFileSync(path, 'utf8').trim()];
  } catch {
    return [];
  }
}
