import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { openRemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import { type ClusterRemovals, readRemovals } from '#procedures/read/read-removals.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { openWire, type Wire } from '../clusters/wire.ts';

/** Of the real API server here (1.36), which still serves what is asked for; 1.37 does not. */
const target = 37;
const access = inject('controlPlane');
const cidrs = (version: string) => `/apis/networking.k8s.io/${version}/servicecidrs`;
const aCidr = (name: string, version: string, block: number) => ({
  apiVersion: `networking.k8s.io/${version}`,
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs: [`10.${block}.0.0/24`] },
});
const aSecret = (name: string, release: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, labels: { owner: 'helm', status: 'deployed' } },
  type: 'helm.sh/release.v1',
  data: { release: Buffer.from(release).toString('base64') },
});
const packed = (release: object) => gzipSync(JSON.stringify(release)).toString('base64');

let wire: Wire;

async function scan(kubeconfig: string): Promise<ClusterRemovals> {
  const client = await openCluster(kubeconfig, noEntra);
  try {
    const removalClient = openRemovalClient((call) => call(client), {
      signal: AbortSignal.timeout(60_000),
      onRequest: () => undefined,
    });
    return await readRemovals(removalClient, {
      target,
      mode: 'full',
      now: Date.now(),
      isTolerated: () => true,
    });
  } finally {
    await client.close();
  }
}
const named = ({ findings }: ClusterRemovals, name: string | null): readonly RemovalFinding[] =>
  findings.filter((each) => each.name === name && each.kind === 'ServiceCIDR');

beforeAll(async () => {
  if (access === null) return;
  wire = openWire(access.kubeconfig);
});
afterAll(async () => {
  if (access === null) return;
  for (const name of ['removal-old', 'removal-new', 'removal-applied'])
    await wire.ask(`${cidrs('v1')}/${name}`, { method: 'DELETE' });
  for (const name of ['removal-sound', 'removal-damaged'])
    await wire.ask(`/api/v1/namespaces/default/secrets/${name}`, { method: 'DELETE' });
  wire.close();
});

describe.skipIf(access === null)('a scan of a real cluster', () => {
  it('leaves no trace in what the API server says of deprecated versions', async () => {
    const usage = async () =>
      String((await wire.ask('/metrics')).body).match(/^apiserver_requested_dep.*$/gm);
    const before = await usage();
    await scan(access!.kubeconfig);
    expect(await usage()).toEqual(before);
  });

  it('distinguishes who wrote through the old version from who wrote through the new one', async () => {
    await wire.ask(cidrs('v1beta1'), { method: 'POST', body: aCidr('removal-old', 'v1beta1', 1) });
    await wire.ask(cidrs('v1'), { method: 'POST', body: aCidr('removal-new', 'v1', 2) });
    const found = await scan(access!.kubeconfig);
    expect(named(found, 'removal-old')).toMatchObject([
      {
        severity: 'BLOCK',
        apiVersion: 'networking.k8s.io/v1beta1',
        namespace: null,
        source: 'managed-fields',
        replacement: { apiVersion: 'networking.k8s.io/v1' },
      },
    ]);
    expect(named(found, 'removal-new')).toEqual([]);
  });

  it("tells its writers from what the API server's usage metric says", async () => {
    await wire.ask(cidrs('v1beta1'), { method: 'POST', body: aCidr('removal-applied', 'v1beta1', 3) });
    const [callers] = named(await scan(access!.kubeconfig), null);
    expect(callers).toMatchObject({ severity: 'BLOCK', source: 'api-metrics', removedIn: '1.37' });
    expect(callers?.evidence).toMatch(/POST \d+/);
  });

  it('reads the releases of Helm, and names one that is damaged', async () => {
    const secrets = '/api/v1/namespaces/default/secrets';
    const manifest = 'apiVersion: networking.k8s.io/v1beta1\nkind: IPAddress\nmetadata: { name: ten }\n';
    const release = { name: 'web', namespace: 'default', version: 3, manifest };
    await wire.ask(secrets, { method: 'POST', body: aSecret('removal-sound', packed(release)) });
    await wire.ask(secrets, { method: 'POST', body: aSecret('removal-damaged', 'H4sIAAAA') });
    const { findings } = await scan(access!.kubeconfig);
    expect(findings.filter(({ source }) => source === 'helm-release')).toMatchObject([
      { severity: 'UNKNOWN', location: 'Secret/default/removal-damaged' },
      { severity: 'BLOCK', kind: 'IPAddress', name: 'ten', location: 'HelmRelease/default/web' },
    ]);
  });

  it('names the right that is missing for each source it may not read', async () => {
    const { findings } = await scan(access!.strangersKubeconfig);
    expect(
      findings.every(({ severity, kind }) => severity === (kind === 'Secret' ? 'WARN' : 'UNKNOWN')),
    ).toBe(true);
    expect(findings.map(({ location }) => location)).toEqual(
      expect.arrayContaining(['get /metrics', 'list secrets', 'list servicecidrs.networking.k8s.io']),
    );
  });
});
