import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { aDeployment } from '../../builders/a-manifest.ts';
import { aNetworkPolicy, toBlock } from '../../builders/a-network-policy.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { runDrydock } from '../../processes/run-drydock.ts';
import { type RunningSimulator, startSimulator } from '../../processes/simulator-process.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const aNamespace = (name: string, labels: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const strict = { 'pod-security.kubernetes.io/enforce': 'baseline' };
const withEngine = (networkPolicy: string) => ({ networkProfile: { networkPolicy } });
const ofFlux = { 'kustomize.toolkit.fluxcd.io/name': 'apps' };
const identity = { name: 'AZURE_CLIENT_ID', value: '00000000-0000-0000-0000-000000000001' };
const asks = { containers: [{ name: 'main', image: 'registry.invalid/app:1', env: [identity] }] };
const inPod = { app: 'kured' };
const kured = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  // As Helm installs it: the lock is no part of what Helm keeps.
  metadata: {
    name: 'kured',
    namespace: 'kube-system',
    annotations: { 'meta.helm.sh/release-name': 'kured' },
  },
  spec: {
    selector: { matchLabels: inPod },
    template: {
      metadata: { labels: inPod },
      spec: { containers: [{ name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0' }] },
    },
  },
};
const fleet = fleetFile({
  harden: [
    {
      name: 'aks-calico',
      entra: true,
      properties: withEngine('calico'),
      manifests: [
        aNamespace('pay', strict),
        aNamespace('flux', ofFlux),
        aNamespace('narrow', strict),
        aNetworkPolicy('all', { policyTypes: ['Egress'], egress: [toBlock('0.0.0.0/0')] }, 'narrow'),
      ],
    },
    {
      name: 'aks-asking',
      properties: withEngine('azure'),
      manifests: [aNamespace('default', strict), aNamespace('shop'), aDeployment('web', {}, asks)],
    },
    { name: 'aks-cilium', properties: withEngine('cilium'), manifests: [aNamespace('shop', strict)] },
    { name: 'aks-kured', manifests: [kured] },
    { name: 'aks-unreadable', manifests: [aNamespace('shop')] },
  ],
});

interface Step {
  readonly control: string;
  readonly namespace?: string | null;
  readonly command?: string;
  readonly object?: { readonly kind: string };
  readonly state: string;
  readonly why: string;
  readonly cautions: readonly string[];
  readonly undo: string | null;
}

const files = openTemporaryFiles();
let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator(files.write('fleet.json', fleet));
});
afterAll(async () => {
  files.remove();
  await simulator.stop();
});

async function harden(cluster: string, ...args: readonly string[]) {
  const { stdout, ...ran } = await runDrydock(
    ['harden', '--cluster', cluster, '-o', 'json', ...args],
    simulator.ready.env,
  );
  return {
    ...ran,
    ...(JSON.parse(stdout) as { readonly applied: boolean; readonly steps: readonly Step[] }),
  };
}
const objects = ['--control', 'SB-NET-02', '--control', 'SB-POD-06'];
const briefly = (steps: readonly Step[]) =>
  steps.map(({ state, control, namespace }) => `${state}: ${control} ${namespace ?? 'the cluster'}`);

async function openNamespaces(cluster: string): Promise<readonly string[]> {
  const { stdout } = await runDrydock(['audit', '--cluster', cluster, '-o', 'json'], simulator.ready.env);
  const { controls } = JSON.parse(stdout) as AuditReport;
  const found = controls.find(({ id }) => id === 'SB-NET-02')?.evidence ?? [];
  return found.map(({ resource }) => resource);
}

describe('hardening a cluster by its name in Azure', () => {
  it('tries first and changes nothing, then applies, after which nothing is left to propose', async () => {
    const tried = await harden('aks-calico', ...objects, '--namespace', 'pay');
    expect([tried.exitCode, tried.applied, briefly(tried.steps)]).toEqual([
      0,
      false,
      ['tried: SB-NET-02 pay'],
    ]);
    expect(await openNamespaces('aks-calico')).toContain('Namespace/pay');

    const applied = await harden('aks-calico', ...objects, '--namespace', 'pay', '--apply', '--yes');
    expect([applied.exitCode, applied.applied, briefly(applied.steps)]).toEqual([
      0,
      true,
      ['applied: SB-NET-02 pay'],
    ]);
    expect(applied.steps[0]?.undo).toBe('kubectl -n pay delete networkpolicy drydock-block-metadata');
    expect(await openNamespaces('aks-calico')).not.toContain('Namespace/pay');
    expect((await harden('aks-calico', ...objects, '--namespace', 'pay')).steps).toEqual([]);
  });

  it('asks before it applies: without a terminal it needs --yes, and nothing was changed', async () => {
    const args = ['harden', '--cluster', 'aks-cilium', ...objects, '--namespace', 'shop', '--apply'];
    const { exitCode, stdout, stderr } = await runDrydock(args, simulator.ready.env);
    expect([exitCode, stdout]).toEqual([64, '']);
    expect(stderr).toContain('SB-NET-02 shop: CiliumNetworkPolicy');
    expect(stderr).toContain('confirmation is required, and stdin is not a terminal: nothing was sent');
    expect(stderr).toContain('check the same without --apply, then add --yes');
    expect(await openNamespaces('aks-cilium')).toContain('Namespace/shop');
  });

  it('refuses what would widen a policy, or what GitOps would put back, and ends with 6', async () => {
    const { exitCode, steps } = await harden(
      'aks-calico',
      ...objects,
      '--namespace',
      'flux',
      '--namespace',
      'narrow',
      '--apply',
      '--yes',
    );
    expect([exitCode, briefly(steps)]).toEqual([
      6,
      ['refused: SB-NET-02 flux', 'refused: SB-POD-06 flux', 'refused: SB-NET-02 narrow'],
    ]);
    expect(steps.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^managed by Flux/),
      expect.stringMatching(/^managed by Flux/),
      expect.stringContaining('narrow it: NetworkPolicy/narrow/all egress[0] allows it'),
    ]);
  });

  it("shows settings of Azure's as commands for a person, and sends none of them", async () => {
    const { steps } = await harden(
      'aks-calico',
      '--control',
      'SB-DEF-01',
      '--control',
      'SB-ENT-02',
      '--apply',
      '--yes',
    );
    expect(steps.map(({ state }) => state)).toEqual(['yours', 'yours']);
    expect(steps[0]?.command).toMatch(
      /^az aks update --subscription \S+ -g rg-fleet -n aks-calico --enable-defender$/,
    );
    const changes = (await simulator.ledger()).filter(({ plane, mutation }) => plane === 'arm' && mutation);
    expect(changes).toEqual([]);
  });

  it('labels a namespace and blocks in it, naming the pods that look as if they needed the address', async () => {
    const args = [...objects, '--namespace', 'shop', '--apply', '--yes', '--reason', 'CHG-7'];
    const { exitCode, steps } = await harden('aks-asking', ...args);
    expect([exitCode, briefly(steps)]).toEqual([0, ['applied: SB-NET-02 shop', 'applied: SB-POD-06 shop']]);
    expect(steps[0]?.cautions.join()).toMatch(/identity from the metadata address: shop\/web-/);
    expect(steps[1]?.undo).toMatch(
      /^kubectl label namespace shop --overwrite .* && kubectl annotate namespace shop drydock\.dev\/reason-$/,
    );
  });

  it('blocks on Cilium in the form that isolates no pod', async () => {
    const { steps } = await harden(
      'aks-cilium',
      '--control',
      'SB-NET-02',
      '--namespace',
      'shop',
      '--apply',
      '--yes',
    );
    expect(steps[0]).toMatchObject({ state: 'applied', object: { kind: 'CiliumNetworkPolicy' } });
    expect(await openNamespaces('aks-cilium')).not.toContain('Namespace/shop');
  });

  it("holds kured's lock for a time where that is asked for, and lets go of it by the command that it names", async () => {
    const lock = ['--control', 'SB-OS-04', '--hold-kured', '8h'];
    expect((await harden('aks-kured', '--control', 'SB-OS-04')).steps).toEqual([]);
    expect(briefly((await harden('aks-kured', ...lock)).steps)).toEqual(['tried: SB-OS-04 kube-system']);
    const { exitCode, steps } = await harden('aks-kured', ...lock, '--apply', '--yes');
    expect([exitCode, briefly(steps)]).toEqual([0, ['applied: SB-OS-04 kube-system']]);
    expect(steps[0]?.why).toMatch(/^kured reboots no node until /);
    expect(steps[0]?.undo).toBe(
      'kubectl -n kube-system annotate daemonset kured weave.works/kured-node-lock-',
    );
    const [again] = (await harden('aks-kured', ...lock, '--apply', '--yes')).steps;
    expect(again?.state).toBe('applied');
  });

  it.each(['0s', '169h', 'soon'])('holds nothing for %s', async (duration) => {
    const args = ['harden', '--cluster', 'aks-kured', '--hold-kured', duration];
    const { exitCode, stderr } = await runDrydock(args, simulator.ready.env);
    expect([exitCode, stderr]).toEqual([64, expect.stringContaining('is not a duration up to 168h')]);
  });

  it('proposes no object for a cluster that could not be read whole', async () => {
    await simulator.addFault({
      kind: 'error-answer',
      match: { plane: 'kubernetes', cluster: 'aks-unreadable', pathPattern: '/networkpolicies$' },
      status: 403,
      code: 'Forbidden',
      times: 99,
    });
    const { exitCode, steps } = await harden('aks-unreadable', ...objects, '--apply', '--yes');
    expect(exitCode).toBe(6);
    expect(steps.map(({ state, why }) => `${state}: ${why}`)).toEqual(
      ['SB-NET-02', 'SB-POD-06'].map(() =>
        expect.stringMatching(/^refused: the cluster was not read completely: .*list networkpolicies/),
      ),
    );
  });
});
