import { describe, expect, it } from 'vitest';
import { catalogue } from '#domain/removal/catalogue/catalogue.ts';
import { judgeUse } from '#domain/removal/findings/judge-use.ts';

const entries = catalogue.flatMap(({ kinds, versions }) =>
  versions.flatMap((entry) =>
    (entry.kind === undefined ? kinds : [entry.kind]).map((kind) => ({ ...entry, kind })),
  ),
);
const removals = entries.flatMap(({ removed, ...entry }) =>
  removed === null ? [] : [{ ...entry, removed }],
);

/** What every cluster served by default, and objects were stored in: what breaks upgrades. */
const servedByDefault: Readonly<Record<number, string>> = {
  16: `extensions/v1beta1: DaemonSet Deployment NetworkPolicy PodSecurityPolicy ReplicaSet
    apps/v1beta1: ControllerRevision Deployment StatefulSet
    apps/v1beta2: ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet`,
  22: `extensions/v1beta1: Ingress
    networking.k8s.io/v1beta1: Ingress IngressClass
    admissionregistration.k8s.io/v1beta1: MutatingWebhookConfiguration ValidatingWebhookConfiguration
    apiextensions.k8s.io/v1beta1: CustomResourceDefinition
    apiregistration.k8s.io/v1beta1: APIService
    certificates.k8s.io/v1beta1: CertificateSigningRequest
    coordination.k8s.io/v1beta1: Lease
    rbac.authorization.k8s.io/v1beta1: ClusterRole ClusterRoleBinding Role RoleBinding
    scheduling.k8s.io/v1beta1: PriorityClass
    storage.k8s.io/v1beta1: CSIDriver CSINode StorageClass VolumeAttachment`,
  25: `autoscaling/v2beta1: HorizontalPodAutoscaler
    batch/v1beta1: CronJob
    discovery.k8s.io/v1beta1: EndpointSlice
    events.k8s.io/v1beta1: Event
    node.k8s.io/v1beta1: RuntimeClass
    policy/v1beta1: PodDisruptionBudget PodSecurityPolicy`,
  26: `autoscaling/v2beta2: HorizontalPodAutoscaler
    flowcontrol.apiserver.k8s.io/v1beta1: FlowSchema PriorityLevelConfiguration`,
  27: 'storage.k8s.io/v1beta1: CSIStorageCapacity',
  29: 'flowcontrol.apiserver.k8s.io/v1beta2: FlowSchema PriorityLevelConfiguration',
  32: 'flowcontrol.apiserver.k8s.io/v1beta3: FlowSchema PriorityLevelConfiguration',
};

describe('the catalogue of removals', () => {
  it('has each API version of a kind once', () => {
    const names = entries.map(({ api, kind }) => `${api} ${kind}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('knows the kind of an API version by itself: initializers ended before policies began in the same one', () => {
    const severityOf = (kind: string) =>
      judgeUse({ apiVersion: 'admissionregistration.k8s.io/v1alpha1', kind }, 26, 'gate')?.severity;
    expect(severityOf('InitializerConfiguration')).toBe('BLOCK');
    expect(severityOf('ValidatingAdmissionPolicy')).toBeUndefined();
  });

  it('lets an API version be introduced, deprecated and removed in this order', () => {
    const inOrder = entries.filter(({ introduced, deprecated, removed }) => {
      const minors = [introduced, deprecated, removed].filter((minor) => minor !== null);
      return minors.every((minor, index) => index === 0 || minor > minors[index - 1]!);
    });
    expect(inOrder).toHaveLength(entries.length);
  });

  it.each(removals)('$kind of $api blocks from 1.$removed on, and not before', ({ api, kind, removed }) => {
    const use = { apiVersion: api, kind };
    expect(judgeUse(use, removed - 1, 'gate')?.severity).not.toBe('BLOCK');
    expect(judgeUse(use, removed, 'gate')?.severity).toBe('BLOCK');
    expect(judgeUse(use, removed + 1, 'gate')?.severity).toBe('BLOCK');
  });

  it.each(entries)('$kind of $api has no successor that its target does not serve', ({ api, kind }) => {
    for (let minor = 16; minor <= 44; minor += 1) {
      const next = judgeUse({ apiVersion: api, kind }, minor, 'full')?.replacement;
      if (next !== null && next !== undefined)
        expect(judgeUse(next, minor, 'gate')?.severity).not.toBe('BLOCK');
    }
  });

  it.each(Object.entries(servedByDefault))('knows what was served by default until 1.%s', (minor, text) => {
    for (const line of text.split('\n')) {
      const [apiVersion = '', kinds = ''] = line.trim().split(': ');
      for (const kind of kinds.split(' ')) {
        const judged = judgeUse({ apiVersion, kind }, Number(minor), 'gate');
        expect(judged, `${kind} of ${apiVersion}`).toMatchObject({
          severity: 'BLOCK',
          removedIn: `1.${minor}`,
        });
      }
    }
  });
});
