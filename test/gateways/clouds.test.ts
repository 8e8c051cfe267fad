import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAuthority } from '#domain/azure-cloud.ts';
import { openAzure } from '#gateways/azure/azure-gateway.ts';
import { readSecretVersions } from '#gateways/azure/vault/secret-versions.ts';
import { readKubeconfig } from '#gateways/kubernetes/client/kubeconfig.ts';
import { gatewaySettingsFrom } from '#gateways/open-gateways.ts';
import { addressRule } from '#gateways/web/reachable-addresses.ts';
import { openWeb } from '#gateways/web/web-gateway.ts';
import { aQuery } from '../builders/a-metric.ts';
import { type ServedPages, servePages, trust } from '../processes/serve-pages.ts';
import { failureOf } from '../rules/failure-of.ts';

/** What each client must use there; `env` is all that a worker is told. */
const clouds = [
  {
    name: 'public',
    env: {},
    arm: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    apiServer: 'aks-1.hcp.westeurope.azmk8s.io',
    monitor: 'https://prometheus.monitor.azure.com/.default',
    workspace: 'amw-1.westeurope.prometheus.monitor.azure.com',
    vault: 'https://vault.azure.net',
  },
  {
    name: 'US Government',
    env: { DRYDOCK_ARM_ENDPOINT: 'https://management.usgovcloudapi.net' },
    arm: 'https://management.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
    apiServer: 'aks-1.hcp.usgovvirginia.cx.aks.containerservice.azure.us',
    monitor: 'https://prometheus.monitor.azure.us/.default',
    workspace: 'amw-1.usgovvirginia.prometheus.monitor.azure.us',
    vault: 'https://vault.usgovcloudapi.net',
  },
  {
    name: 'China',
    env: { DRYDOCK_ARM_ENDPOINT: 'https://management.chinacloudapi.cn/' },
    arm: 'https://management.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
    apiServer: 'aks-1.hcp.chinaeast2.cx.prod.service.azk8s.cn',
    monitor: 'https://prometheus.monitor.azure.cn/.default',
    workspace: 'amw-1.chinaeast2.prometheus.monitor.azure.cn',
    vault: 'https://vault.azure.cn',
  },
  {
    name: 'air-gapped',
    env: {
      DRYDOCK_ARM_ENDPOINT: 'https://management.airgap.example',
      DRYDOCK_ARM_SCOPE: 'https://management.core.airgap.example/.default',
      DRYDOCK_MONITOR_SCOPE: 'https://prometheus.monitor.airgap.example/.default',
      DRYDOCK_API_SERVER_HOSTS: '*.aks.airgap.example',
      AZURE_AUTHORITY_HOST: 'https://login.airgap.example',
    },
    arm: 'https://management.core.airgap.example/.default',
    authority: 'https://login.airgap.example',
    apiServer: 'aks-1.hcp.region.aks.airgap.example',
    monitor: 'https://prometheus.monitor.airgap.example/.default',
    workspace: 'amw-1.region.prometheus.monitor.airgap.example',
    vault: 'https://vault.airgap.example',
  },
];

const never = new AbortController().signal;

/** Gives no token, and says for what it was asked. */
function askedCredential() {
  const scopes: string[] = [];
  const getToken = (scope: string | string[]) => {
    scopes.push(...[scope].flat());
    return Promise.reject(new Error('no token here'));
  };
  return { scopes, getToken };
}

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages();
  trust(pages.authority);
});
afterAll(() => pages.close());

describe.each(clouds)(
  'in the $name cloud',
  ({ env, arm, authority, apiServer, monitor, workspace, vault }) => {
    const settings = gatewaySettingsFrom(env);
    const { cloud } = settings;

    it('Resource Manager gets a token of its own scope', async () => {
      const credential = askedCredential();
      await failureOf(openAzure(cloud, credential).listSubscriptions());
      expect(credential.scopes).toEqual([arm]);
    });

    it('its own Entra is asked, and by its name alone where Microsoft does not know it', () => {
      expect(cloud.authorityHost).toBe(authority);
      expect(isPrivateAuthority(authority)).toBe(authority.endsWith('.example'));
    });

    it.each(clouds)('API servers of the $name cloud get a token or none', async (other) => {
      const kubeconfig = JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: `https://${other.apiServer}` } }],
        users: [{ name: 'u', user: { exec: { command: 'kubelogin', args: ['get-token'] } } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'c',
      });
      const read = async () => readKubeconfig(kubeconfig, settings.entraRules).tokenScope;
      if (other.apiServer === apiServer)
        expect(await read()).toBe('6dae42f8-4368-4678-94ff-3960e28e3630/.default');
      else expect(await failureOf(read())).toMatchObject({ kind: 'invalid-request' });
    });

    it.each(clouds)('workspaces of Azure Monitor of the $name cloud get a token or none', async (other) => {
      expect(cloud.monitorScope).toBe(monitor);
      const token = () => Promise.reject(new Error('asked for a token'));
      const web = openWeb({
        azureMonitor: { scope: cloud.monitorScope, token },
        metricTokens: {},
        isAllowed: addressRule(undefined),
      });
      const asked = web.query(aQuery({ address: `https://${other.workspace}`, auth: 'azure' }), never);
      await expect(asked).rejects.toThrow(
        other.workspace === workspace ? 'asked for a token' : 'is no Azure Monitor workspace of this cloud',
      );
    });

    it('a vault gets a token for the domain that it is in, and no other', async () => {
      const bearer = `Bearer authorization="${authority}/tenant", resource="${vault}"`;
      pages.set('/secrets/keys/versions', { status: 401, headers: { 'www-authenticate': bearer } });
      const url = `${pages.origin}/secrets/keys`;
      const elsewhere = askedCredential();
      await failureOf(readSecretVersions(url, elsewhere, cloud.armEndpoint));
      expect(elsewhere.scopes).toEqual([]);
      const own = askedCredential();
      await failureOf(readSecretVersions(url, own, pages.origin));
      expect(own.scopes).toEqual([`${vault}/.default`]);
    });
  },
);
