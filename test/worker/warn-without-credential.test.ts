import { expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { openLog } from '#worker/log.ts';
import { warnWithoutCredential } from '#worker/warn-without-credential.ts';

const none = failure('not-signed-in', 'No credential was found (tried: AzureCliCredential).');

/** What a worker of this environment logs, and how often it tried to sign in. */
async function startedIn(env: Record<string, string>, refused: Error | null) {
  const lines: string[] = [];
  let tries = 0;
  const log = openLog({ level: 'info', redact: (text) => text }, { write: (line) => lines.push(line) });
  await warnWithoutCredential(
    env,
    async () => {
      tries += 1;
      if (refused !== null) throw refused;
    },
    log,
  );
  return { tries, said: lines.map((line) => JSON.parse(line) as object) };
}

it('a worker without any credential says so in one line, with what was tried and what to do', async () => {
  const { said } = await startedIn({}, new FailureError(none));
  expect(said).toEqual([
    expect.objectContaining({
      level: 'warn',
      reason: none.message,
      msg: expect.stringMatching(/^no Azure credential: .*set AZURE_\* .*drydock doctor shows details$/),
    }),
  ]);
});

it('a worker with a managed identity or a sign-in warns of nothing', async () => {
  expect(await startedIn({}, null)).toEqual({ tries: 1, said: [] });
});

it.each(['AZURE_CLIENT_SECRET', 'AZURE_FEDERATED_TOKEN_FILE', 'IDENTITY_ENDPOINT'])(
  'a worker with %s requests no token at its start',
  async (name) => {
    expect(await startedIn({ [name]: 'x' }, new FailureError(none))).toEqual({ tries: 0, said: [] });
  },
);
