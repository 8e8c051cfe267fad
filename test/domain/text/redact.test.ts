import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '#domain/failure.ts';
import { redactor, redactShapes } from '#domain/text/redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwcyJ9.c2lnbmVkLWJ5LW5vYm9keQ';
const canary = 'cAnArY-0123456789';

describe('what has the shape of a secret', () => {
  it.each([
    ['an Authorization header', `Authorization: Bearer ${canary}`],
    ['one in JSON', `{"authorization":"Bearer ${canary}"}`],
    ['one of another scheme', `authorization: ${canary}`],
    ['a JSON web token alone', `the token was ${jwt}`.replace('c2lnbmVk', canary)],
    ['a client secret in a form', `grant_type=client_credentials&client_secret=${canary}&scope=x`],
    ['a client secret of the environment', `AZURE_CLIENT_SECRET=${canary}`],
    ['a password in JSON inside JSON', String.raw`{\"password\":\"${canary}\"}`],
    ['one that was quoted once more', JSON.stringify(JSON.stringify({ access_token: canary })).slice(1, -1)],
    [
      'one that was quoted three times',
      JSON.stringify(JSON.stringify(JSON.stringify({ access_token: canary }))),
    ],
    ['the token of a kubeconfig', `users:\n- name: me\n  user:\n    token: ${canary}\n`],
    ['the key of a kubeconfig', `client-key-data: ${canary}`],
    ['a shared access signature', `https://x.blob.core.windows.net/y?se=2026&sig=${canary}&sp=r`],
    ['the key of a connection string', `AccountName=x;AccountKey=${canary};EndpointSuffix=core`],
    ['a password with a comma', `password=abc,${canary}`],
    ['a password with a quote', `password=abc'${canary}`],
    ['a quoted password with blanks, commas and quotes', `password: "abc, 'x' ${canary} y"`],
    ['one in single quotes', `'password': 'a "b", ${canary}'`],
    ['a password of a connection string', `Server=x;Uid=sa;Pwd=a,${canary};Encrypt=yes`],
    ['an API key as a scheme', `Authorization: ApiKey ${canary}`],
    ['a signature of several parts', `authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=${canary}`],
    ['a cookie', `Cookie: theme=dark; session=${canary}`],
    ['a cookie that is set', `set-cookie: session=${canary}; Path=/; HttpOnly`],
    ["a function's code", `https://x.azurewebsites.net/api/hook?a=b&code=${canary}&c=d`],
    ['a key in a query', `https://maps.example/x?key=${canary}`],
    ['a webhook of Slack', `POST https://hooks.slack.com/services/T0/B0/${canary} failed`],
    ['a webhook of Teams', `https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/${canary}/c`],
    ['a webhook of Discord', `https://discord.com/api/webhooks/1/${canary}`],
    ['a password in a URL', `https://user:${canary}@proxy.example:8080/`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`],
    ['a private key that is cut off', `-----BEGIN PRIVATE KEY-----\n${canary}`],
    ['a private key in base64', `LS0tLS1CRUdJTiBSU0Eg${canary.replaceAll('-', '')}`],
  ])('is taken out: %s', (_, text) => {
    expect(redactShapes(text)).not.toContain(canary);
    expect(redactShapes(text)).not.toContain(canary.replaceAll('-', ''));
    expect(redactShapes(text)).toContain('[redacted]');
  });

  it.each([
    'The access token expired; sign in again.',
    'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the secret value.',
    'Cannot evict pod payments/api-0 as it would violate the budget payments/api.',
    '/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/rg-aks',
  ])('leaves words alone: %s', (text) => {
    expect(redactShapes(text)).toBe(text);
  });

  it('is taken out of every failure, before it is cut to its length', () => {
    const { message } = failure(
      'unclassified',
      `${'x'.repeat(560)} Authorization: Bearer ${canary}${canary}`,
    );
    expect(message).not.toContain('cAnArY');
  });
});

describe('the time that it takes', () => {
  const starts = [
    'eyJ-',
    'eyJhbGciOi.',
    'eyJhbGciOi.eyJhbGciOi.',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY',
    'LS0tLS1CRUdJTi',
    'Bearer ',
    'Basic abcdefgh',
    '://',
    '://a:',
    'a:a',
    'password',
    'password=',
    'x-api-key',
    'client_secret',
    'token: ',
    'sig\\',
    'token"\\',
    'authorization:Bearer',
    'authorization:x',
    'cookie: a; ',
    '?code=',
    'password="',
    'password=\\"',
    'https://hooks.slack.com/',
    'https://a.webhook.office.com/',
  ];
  const fillers = ['', 'a', '-', '.', ' ', ':', '=', '@', '\\', '"', 'A PRIVATE KEY', 'password-'];

  it.each(starts)('grows with the text and no faster: %s', (start) => {
    for (const filler of fillers) {
      for (const textOf of [
        (size: number) => fill(start + filler, size),
        (size: number) => start + fill(filler, size),
      ]) {
        const short = fastest(textOf(20_000));
        // The floor is what a busy machine may take of its own: quadratic work of this size takes seconds.
        expect(fastest(textOf(160_000)), filler).toBeLessThan(Math.max(300, short * 20));
      }
    }
  });

  it('does not depend on what follows the first 16 KB of a failure', () => {
    const begin = `Prometheus says ${'x'.repeat(300)}. `;
    expect(failure('unclassified', `${begin}${' '.repeat(20_000)}tail`).message).toBe(begin.trim());
  });
});

const fill = (part: string, size: number) => part.repeat(Math.ceil(size / Math.max(1, part.length)));

/** Of up to three runs, in ms. */
function fastest(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && best > 50; run += 1) {
    const from = performance.now();
    redactShapes(text);
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

describe('the values that are known to be secret', () => {
  it('are taken out wherever they stand, the longest first', () => {
    expect(redactor([canary, `${canary}-and-more`])(`a ${canary}-and-more b ${canary}`)).toBe(
      'a [redacted] b [redacted]',
    );
  });

  it('are no words: what is shorter than eight letters stays', () => {
    expect(redactor(['prod', ''])('prod is a stage')).toBe('prod is a stage');
  });

  it('never survive, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redactor([canary])(before + canary + after)).not.toContain(canary);
      }),
    );
  });

  it('redacted twice are as redacted once', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = redactShapes(text);
        expect(redactShapes(once)).toBe(once);
      }),
    );
  });
});
