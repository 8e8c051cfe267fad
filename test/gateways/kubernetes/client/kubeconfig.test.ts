import { describe, expect, it } from 'vitest';
import { readKubeconfig } from '#gateways/kubernetes/client/kubeconfig.ts';
import { failureOf } from '../../../rules/failure-of.ts';

function aKubeconfig(user: object): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://c.example' } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

const exec = (args: readonly string[]) => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'kubelogin', args },
});

describe('readKubeconfig', () => {
  it.each<[string, object, string | null]>([
    ['an exec plugin', exec(['get-token', '--server-id', 'app-1']), 'app-1/.default'],
    [
      'an exec plugin without a server id',
      exec(['get-token']),
      '6dae42f8-4368-4678-94ff-3960e28e3630/.default',
    ],
    ['nothing', {}, '6dae42f8-4368-4678-94ff-3960e28e3630/.default'],
    ['a token', { token: 't' }, null],
    ['a client certificate', { 'client-certificate-data': 'Yw==', 'client-key-data': 'aw==' }, null],
  ])('with %s needs an Entra token for %s', (_, user, scope) => {
    const access = readKubeconfig(aKubeconfig(user));
    expect(access).toMatchObject({ server: 'https://c.example', tokenScope: scope });
    expect(access.config.getCurrentUser()?.exec).toBeUndefined();
  });

  it('refuses a kubeconfig that names no cluster', async () => {
    const text = JSON.stringify({ clusters: [], users: [], contexts: [] });
    expect(await failureOf((async () => readKubeconfig(text))())).toMatchObject({ kind: 'invalid-request' });
  });
});
