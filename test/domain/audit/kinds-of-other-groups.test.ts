import { describe, expect, it } from 'vitest';
import { controlFingerprints } from '#domain/audit/audit-scope.ts';
import { claimsInAnnotation } from '#domain/audit/control/in-object-waivers.ts';
import { kindName } from '#domain/kind-name.ts';
import { asKnownFinding } from '#domain/removal/findings/scan-scope.ts';
import { bareObject } from '#gateways/kubernetes/audit/bare-object.ts';
import { aControlWaiver } from '../../builders/a-control-waiver.ts';
import { judgedLive } from '../../builders/a-live-cluster.ts';
import { aPod } from '../../builders/a-pod.ts';
import { aRemovalFinding } from '../../builders/a-removal-finding.ts';
import { type Given, gist, judged } from '../../builders/an-audited-cluster.ts';

const rooted = aPod({ context: { runAsUser: 0, runAsNonRoot: true } });
const template = { metadata: {}, spec: rooted.spec };
const make = (apiVersion: string, kind: string, name = 'web') => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec: { template },
});

describe('the name of a kind', () => {
  it.each([
    ['v1', 'Service', 'Service'],
    ['serving.knative.dev/v1', 'Service', 'Service.serving.knative.dev'],
    ['apps/v1', 'StatefulSet', 'StatefulSet'],
    ['apps.kruise.io/v1beta1', 'StatefulSet', 'StatefulSet.apps.kruise.io'],
    ['apps.kruise.io/v1alpha1', 'DaemonSet', 'DaemonSet.apps.kruise.io'],
    // One object, whichever of its versions a file names.
    ['extensions/v1beta1', 'Deployment', 'Deployment'],
    ['apps/v1beta1', 'Deployment', 'Deployment'],
    ['extensions/v1beta1', 'Ingress', 'Ingress'],
    ['networking.k8s.io/v1', 'Ingress', 'Ingress'],
    ['config.openshift.io/v1', 'Ingress', 'Ingress.config.openshift.io'],
    ['crd.projectcalico.org/v1', 'NetworkPolicy', 'NetworkPolicy.crd.projectcalico.org'],
    ['networking.istio.io/v1', 'Gateway', 'Gateway.networking.istio.io'],
    ['batch.volcano.sh/v1alpha1', 'Job', 'Job.batch.volcano.sh'],
    ['argoproj.io/v1alpha1', 'Rollout', 'Rollout'],
    ['rollouts.kruise.io/v1beta1', 'Rollout', 'Rollout.rollouts.kruise.io'],
    ['example.com/v1', 'Widget', 'Widget'],
    [undefined, 'Deployment', 'Deployment'],
  ])('of %s %s is %s', (apiVersion, kind, name) => {
    expect(kindName({ apiVersion, kind })).toBe(name);
  });
});

describe('objects of one kind and name in two groups', () => {
  const pairs: readonly (readonly [string, string, string, string])[] = [
    ['StatefulSet', 'apps/v1', 'apps.kruise.io/v1beta1', 'StatefulSet.apps.kruise.io'],
    ['DaemonSet', 'apps/v1', 'apps.kruise.io/v1alpha1', 'DaemonSet.apps.kruise.io'],
  ];
  const judge = (objects: readonly object[], more: Given = {}) => judged('SB-POD-03', { objects, ...more });

  it.each(pairs)(
    '%s of %s and %s are two findings, with fingerprints of their own',
    (kind, one, other, name) => {
      const { evidence } = judge([make(one, kind), make(other, kind)]);
      expect(evidence.map(({ resource }) => resource)).toEqual([`${kind}/shop/web`, `${name}/shop/web`]);
      const prints = evidence.flatMap((each) => controlFingerprints('SB-POD-03', each));
      expect(new Set(prints).size).toBe(2);
      expect(evidence.map(({ paths }) => paths)).toEqual([
        ['spec.template.spec.containers[0]'],
        ['spec.template.spec.containers[0]'],
      ]);
    },
  );

  it.each(pairs)('%s of %s: a waiver of it is none of %s', (kind, one, other, name) => {
    const objects = [make(one, kind), make(other, kind)];
    const waiving = (resource: string) =>
      judge(objects, { waivers: [aControlWaiver({ control: 'SB-POD-03', resource })] }).evidence.map(
        ({ waived }) => waived !== undefined,
      );
    expect(waiving(`${kind}/shop/web`)).toEqual([true, false]);
    expect(waiving(`${name}/shop/web`)).toEqual([false, true]);
  });

  it.each(pairs)('%s of %s does not own the pods of that of %s', (kind, one, other, name) => {
    const pod = (apiVersion: string) =>
      aPod({
        context: { runAsUser: 0, runAsNonRoot: true },
        metadata: { name: 'web-0', ownerReferences: [{ apiVersion, kind, name: 'web', controller: true }] },
      });
    const careful = { ...make(one, kind), spec: { template: { spec: aPod().spec } } };
    expect(gist(judge([careful, pod(one)]))).toBe('PASS');
    expect(gist(judge([careful, pod(other)]))).toBe('FAIL Pod/shop/web-0 main');
    const live = (...objects: readonly Record<string, unknown>[]) =>
      gist(
        judgedLive('SB-POD-03', {
          objects: objects.map((each) => bareObject(String(each.apiVersion), String(each.kind), each)),
        }),
      );
    const ofOther = make(other, kind);
    expect(live(careful, ofOther, { ...pod(other), status: { phase: 'Running' } })).toBe(
      `FAIL ${name}/shop/web main`,
    );
  });

  it('a Service of Knative is none of the core group: waivers, comments and findings', () => {
    const knative = make('serving.knative.dev/v1', 'Service');
    const balancer = { ...make('v1', 'Service'), spec: { type: 'LoadBalancer' } };
    expect(gist(judge([knative, balancer]))).toBe('FAIL Service.serving.knative.dev/shop/web main');
    expect(gist(judged('SB-NET-07', { objects: [knative, balancer] }))).toBe('FAIL Service/shop/web');
    const metadata = {
      ...knative.metadata,
      annotations: { 'drydock.dev/waive': 'SB-POD-03, until 2026-12-01, why' },
    };
    const [claim] = claimsInAnnotation({ ...knative, metadata }, () => 'a.yaml:1');
    expect(claim?.resource).toBe('Service.serving.knative.dev/shop/web');
  });

  it('are two uses of a feature', () => {
    const feature = {
      id: 'git-repo-volume',
      title: 't',
      instead: 'i',
      source: 'https://example.com' as const,
    };
    const use = (apiVersion: string) =>
      asKnownFinding(aRemovalFinding({ rule: 'removed-feature', apiVersion, kind: 'StatefulSet', feature }))
        .fingerprints;
    expect(use('apps/v1')).toEqual(use('apps/v1beta1'));
    expect(use('apps.kruise.io/v1beta1')).not.toEqual(use('apps/v1'));
  });
});
