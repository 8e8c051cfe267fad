import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { redactor } from '#domain/text/redact.ts';
import { redactError, withoutSecrets } from '#worker/redact-secrets.ts';
import { secretsOf } from '#worker/secrets.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const canary = 'cAnArY-0123456789';
const redact = redactor([canary]);

describe('the secrets of a worker', () => {
  it.each([
    'AZURE_CLIENT_SECRET',
    'AZURE_CLIENT_CERTIFICATE_PASSWORD',
    'TEMPORAL_API_KEY',
    'DRYDOCK_METRIC_OPS_TOKEN',
  ])('are the values of variables with names such as %s', (name) => {
    expect(secretsOf({ [name]: canary, AZURE_TENANT_ID: 'tenant', PATH: '/bin' })).toEqual([canary]);
  });

  it('are known without the line break that files leave at their end', () => {
    expect(secretsOf({ DRYDOCK_METRIC_TOKEN: `${canary}\n` })).toEqual([canary]);
  });

  it('are what the federated token file holds; a file that is gone holds none', () => {
    const files = openTemporaryFiles();
    const path = files.write('token', `${canary}\n`);
    expect(secretsOf({ AZURE_FEDERATED_TOKEN_FILE: path })).toEqual([canary]);
    files.remove();
    expect(secretsOf({ AZURE_FEDERATED_TOKEN_FILE: path })).toEqual([]);
  });
});

describe('what leaves an activity', () => {
  it('is as it was, but for the secrets in its texts', () => {
    const result = { at: null, nodes: [1, { name: `a ${canary}` }], ok: true };
    expect(withoutSecrets(result, redact)).toEqual({
      at: null,
      nodes: [1, { name: 'a [redacted]' }],
      ok: true,
    });
  });

  it('is the very same error, without secrets in message, stack, details and causes', () => {
    const cause = new Error(`below ${canary}`);
    const failure = ApplicationFailure.create({ message: canary, details: [{ message: canary }], cause });
    expect(redactError(failure, redact)).toBe(failure);
    const { message, stack, details } = failure;
    const told = JSON.stringify([message, stack, details, cause.message, cause.stack]);
    expect(told).not.toContain(canary);
    expect(details).toEqual([{ message: '[redacted]' }]);
  });
});
