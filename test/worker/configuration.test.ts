import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfiguration } from '#worker/configuration.ts';

const alone = { TEMPORAL_CONFIG_FILE: '/nonexistent' };

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfiguration({ ...alone, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('the configuration of a worker', () => {
  it('needs nothing: public Azure, and a Temporal server on this machine', () => {
    expect(readConfiguration(alone)).toMatchObject({
      gateways: { cloud: { armEndpoint: 'https://management.azure.com' } },
      temporal: { namespace: 'default' },
    });
  });

  it("takes the address and namespace of Temporal's own variables", () => {
    const env = { ...alone, TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'prod' };
    expect(readConfiguration(env).temporal).toMatchObject({
      namespace: 'prod',
      connection: { address: 'temporal.example:7233' },
    });
  });

  it.each([
    ['an endpoint without https', { DRYDOCK_ARM_ENDPOINT: 'http://arm' }, 'DRYDOCK_ARM_ENDPOINT'],
    ['an authority without https', { AZURE_AUTHORITY_HOST: 'login' }, 'AZURE_AUTHORITY_HOST'],
    ['a client secret alone', { AZURE_CLIENT_SECRET: 'x' }, 'AZURE_TENANT_ID and AZURE_CLIENT_ID: missing'],
    ['TLS in capitals, which would mean none', { TEMPORAL_TLS: 'TRUE' }, 'TEMPORAL_TLS: expected true or'],
    ['an API key in clear', { TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }, 'sent unencrypted'],
    ['an address without a port', { TEMPORAL_ADDRESS: 'temporal' }, 'TEMPORAL_ADDRESS: expected HOST:PORT'],
    ['an authority file that is not there', { NODE_EXTRA_CA_CERTS: '/no/ca.pem' }, 'cannot read /no/ca.pem'],
    ['a profile that does not exist', { TEMPORAL_PROFILE: 'nobody' }, 'nobody'],
  ])('is refused for %s', (_, env: Record<string, string>, words) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(words)]);
  });

  it('names every problem at once', () => {
    const env = { DRYDOCK_LOG_LEVEL: 'loud', DRYDOCK_HEALTH_PORT: 'x', DRYDOCK_ARM_ENDPOINT: 'x' };
    expect(problemsOf({ ...env, TEMPORAL_TLS: 'yes', NODE_EXTRA_CA_CERTS: '/no' })).toHaveLength(5);
  });
});
