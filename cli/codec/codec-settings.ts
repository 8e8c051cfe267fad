import { type PayloadKey, payloadKeysVariable } from '#gateways/temporal/payload-keys.ts';
import { readSecretFile } from '#gateways/temporal/secret-file.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readCommandKeys } from '../input/payload-keys-input.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface CodecSettings {
  readonly keys: readonly PayloadKey[];
  readonly token: string;
  /** The only origin whose pages a browser lets read; null: no page. */
  readonly uiOrigin: string | null;
}

const token = 'DRYDOCK_CODEC_TOKEN';
const tokenFile = 'DRYDOCK_CODEC_TOKEN_FILE';
/** 128 bits, however they are written. */
const shortestToken = 32;

/** Throws CommandError (64) where a variable is missing or makes no sense, a FailureError where Key Vault gives no keys. */
export async function readCodecSettings(env: Env): Promise<CodecSettings> {
  const keys = await readCommandKeys(env);
  if (keys.length === 0)
    refuse(
      `${payloadKeysVariable} is not set: without keys there is nothing to decode`,
      'see docs/encryption.md',
    );
  return { keys, token: readToken(env), uiOrigin: originOf(env.DRYDOCK_UI_URL) };
}

function readToken(env: Env): string {
  const make = `make one: umask 077; openssl rand -hex 32 > codec-token; export ${tokenFile}=$PWD/codec-token`;
  const path = env[tokenFile];
  if (path && env[token]) refuse(`${token} and ${tokenFile} are both set`, 'set one of them');
  const name = path ? tokenFile : token;
  const text = path
    ? readSecretFile(path, (problem) => refuse(`${tokenFile}: ${path} ${problem}`, make))
    : (env[token] ?? '');
  const value = text.trim();
  if (value === '' && !path) refuse(`neither ${token} nor ${tokenFile} is set`, make);
  if (value.length < shortestToken)
    refuse(`${name}: the token has ${value.length} characters, fewer than ${shortestToken}`, make);
  if (!/^[\x21-\x7e]+$/.test(value)) refuse(`${name}: the token has characters that no header carries`, make);
  return value;
}

function originOf(url: string | undefined): string | null {
  if (!url) return null;
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol)
    ? parsed.origin
    : refuse(
        `DRYDOCK_UI_URL: expected an http or https address, got "${url}"`,
        'set it to the address of the Temporal UI',
      );
}

function refuse(problem: string, next: string): never {
  throw new CommandError(exitCodes.usage, problem, next);
}
