import { describe, expect, it } from 'vitest';
import { publicCloud } from '#domain/azure-cloud.ts';
import { entraRulesFrom } from '#gateways/kubernetes/client/entra-rules.ts';
import { readKubeconfig } from '#gateways/kubernetes/client/kubeconfig.ts';
import { failureOf } from '../../../rules/failure-of.ts';

function aKubeconfig(user: object, cluster: object = {}): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://a.hcp.westeurope.azmk8s.io', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

const exec = (args: readonly string[]) => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'kubelogin', args },
});

const aksApplication = '6dae42f8-4368-4678-94ff-3960e28e3630';
const rules = entraRulesFrom(
  { DRYDOCK_API_SERVER_IDS: 'app-1', DRYDOCK_API_SERVER_HOSTS: '*.corp.example, api.example' },
  publicCloud,
);
const reading = (text: string, given = rules) => failureOf((async () => readKubeconfig(text, given))());

describe('readKubeconfig', () => {
  it.each<[string, object, string | null]>([
    ['kubelogin', exec(['get-token', '--server-id', 'app-1']), 'app-1/.default'],
    ['kubelogin without a server id', exec(['get-token']), `${aksApplication}/.default`],
    ['its older form', { 'auth-provider': { name: 'azure', config: {} } }, `${aksApplication}/.default`],
    ['a token', { token: 't' }, null],
    ['a client certificate', { 'client-certificate-data': 'Yw==', 'client-key-data': 'aw==' }, null],
  ])('with %s asks for the right Entra token', (_, user, scope) => {
    const access = readKubeconfig(aKubeconfig(user), rules);
    expect(access).toMatchObject({ server: 'https://a.hcp.westeurope.azmk8s.io', tokenScope: scope });
    expect(access.config.getCurrentUser()?.exec).toBeUndefined();
  });

  it.each<[string, object, string]>([
    [
      'a token of Azure Resource Manager',
      exec(['--server-id', 'https://management.azure.com']),
      'asks for a token of the application https://management.azure.com; add it to DRYDOCK_API_SERVER_IDS',
    ],
    [
      'the same in the older form',
      { 'auth-provider': { name: 'azure', config: { 'apiserver-id': 'https://vault.azure.net' } } },
      'asks for a token of the application https://vault.azure.net',
    ],
    [
      'another plugin',
      { exec: { command: '/tmp/evil' } },
      'signs in by the plugin /tmp/evil, which is not run',
    ],
    ['a plugin whose name ends alike', { exec: { command: 'notkubelogin' } }, 'signs in by the plugin'],
    ['a plugin that is no text', { exec: { command: ['kubelogin'] } }, 'brings no identity'],
    ['nothing', {}, 'brings no identity'],
    ['impersonation', { token: 't', as: 'admin' }, 'impersonates admin (as:)'],
  ])('refuses %s', async (_, user, message) => {
    expect(await reading(aKubeconfig(user))).toMatchObject({
      kind: 'invalid-request',
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, object, string | null]>([
    ['an API server of AKS', { server: 'https://a.privatelink.westeurope.azmk8s.io:443' }, null],
    ['a host that the operator allows', { server: 'https://api.example' }, null],
    ['a host below one that the operator allows', { server: 'https://a.b.corp.example' }, null],
    ['http', { server: 'http://a.hcp.westeurope.azmk8s.io' }, 'not verified https'],
    [
      'https that is not verified',
      { server: 'https://a.hcp.westeurope.azmk8s.io', 'insecure-skip-tls-verify': true },
      'not verified https',
    ],
    [
      'a proxy of its own',
      { server: 'https://a.hcp.westeurope.azmk8s.io', 'proxy-url': 'http://127.0.0.1:1' },
      'a proxy of its own',
    ],
    ['no URL', { server: 'a.hcp.westeurope.azmk8s.io' }, 'not verified https'],
    ['another host', { server: 'https://evil.example' }, 'an Entra token to evil.example'],
    ['a host that only ends alike', { server: 'https://evilazmk8s.io' }, 'an Entra token to evilazmk8s.io'],
    ['the host in the user', { server: 'https://a.azmk8s.io@evil.example' }, 'to evil.example'],
    ['another cloud', { server: 'https://a.cx.prod.service.azk8s.cn' }, 'an Entra token to a.cx.prod'],
  ])('sends a token of kubelogin to %s, or says why not', async (_, cluster, refused) => {
    const text = aKubeconfig(exec([]), cluster);
    if (refused === null) expect(readKubeconfig(text, rules).tokenScope).toBe(`${aksApplication}/.default`);
    else expect((await reading(text)).message).toContain(refused);
    const own = readKubeconfig(aKubeconfig({ token: 't' }, cluster), rules);
    expect(own.tokenScope).toBeNull();
  });

  it('refuses a kubeconfig that names no cluster', async () => {
    const text = JSON.stringify({ clusters: [], users: [], contexts: [] });
    expect(await reading(text)).toMatchObject({ kind: 'invalid-request' });
  });
});
