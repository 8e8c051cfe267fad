import { describe, expect, it } from 'vitest';
import {
  judgeLiveObject,
  type LiveObject,
  type LiveWrite,
} from '#domain/removal/objects/judge-live-object.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-27T12:00:00Z');
const [old, current] = ['networking.k8s.io/v1beta1', 'networking.k8s.io/v1'];

const wrote = (manager: string, apiVersion: string, daysAgo: number): LiveWrite => ({
  manager,
  apiVersion,
  at: now - daysAgo * day,
  isOfSubresource: false,
});
const anIngress = (writes: readonly LiveWrite[], applied: string | null = null): LiveObject => ({
  kind: 'Ingress',
  namespace: 'shop',
  name: 'web',
  lastApplied: applied === null ? null : { apiVersion: applied, kind: 'Ingress' },
  writes,
  who: [{ as: 'owner', name: 'team-shop' }],
});
const told = (object: LiveObject, minor = 22) =>
  judgeLiveObject(object, minor, 'gate', now).map(({ severity, source }) => `${severity} ${source}`);

describe('an object of a cluster', () => {
  it('blocks where a client writes it through a version that the target removes', () => {
    expect(judgeLiveObject(anIngress([wrote('helm', old, 2)]), 22, 'gate', now)).toEqual([
      {
        rule: 'removed-api',
        severity: 'BLOCK',
        apiVersion: old,
        kind: 'Ingress',
        namespace: 'shop',
        name: 'web',
        deprecatedIn: '1.19',
        removedIn: '1.22',
        replacement: { apiVersion: current, kind: 'Ingress' },
        changes: expect.stringContaining('pathType') as string,
        feature: null,
        source: 'managed-fields',
        location: 'Ingress/shop/web',
        evidence: `helm wrote it through ${old} on 2026-11-25T12:00:00.000Z`,
        who: [
          { as: 'writer', name: 'helm' },
          { as: 'owner', name: 'team-shop' },
        ],
        lastSeen: '2026-11-25T12:00:00.000Z',
        aks: { stops: 'no', until: null },
        waived: null,
      },
    ]);
  });

  it('warns while the target still serves the version', () => {
    expect(told(anIngress([wrote('helm', old, 2)]), 21)).toEqual(['WARN managed-fields']);
  });

  it('is well where all write through the newest', () => {
    expect(told(anIngress([wrote('helm', current, 2)], current))).toEqual([]);
  });

  it('only warns where the last write was long ago', () => {
    expect(told(anIngress([wrote('helm', old, 31)]))).toEqual(['WARN managed-fields']);
  });

  it('forgives a writer that has moved on since', () => {
    expect(told(anIngress([wrote('helm', old, 9), wrote('helm', current, 2)]))).toEqual([]);
    expect(told(anIngress([wrote('helm', old, 2), wrote('helm', current, 9)]))).toEqual([
      'BLOCK managed-fields',
    ]);
  });

  it('does not forgive one writer for what another has done', () => {
    expect(told(anIngress([wrote('helm', old, 9), wrote('argocd', current, 2)]))).toEqual([
      'BLOCK managed-fields',
    ]);
  });
});

describe('what kubectl last applied', () => {
  const byKubectl = (apiVersion: string, daysAgo: number) =>
    wrote('kubectl-client-side-apply', apiVersion, daysAgo);

  it('blocks: the same file will be applied again', () => {
    expect(told(anIngress([], old))).toEqual(['BLOCK last-applied']);
    expect(told(anIngress([byKubectl(old, 2)], old))).toEqual(['BLOCK last-applied', 'BLOCK managed-fields']);
  });

  it('only warns where others have written the object since, in a newer version', () => {
    expect(told(anIngress([byKubectl(old, 90), wrote('helm', current, 2)], old))).toEqual([
      'WARN last-applied',
      'WARN managed-fields',
    ]);
  });

  it('blocks still where a controller has written its status or scale since', () => {
    const status = { ...wrote('ingress-controller', current, 1), isOfSubresource: true };
    expect(told(anIngress([byKubectl(old, 90), status], old))).toEqual([
      'BLOCK last-applied',
      'WARN managed-fields',
    ]);
  });

  it('counts for its own kind alone', () => {
    const object = { ...anIngress([]), lastApplied: { apiVersion: old, kind: 'IngressClass' } };
    expect(told(object)).toEqual([]);
  });
});

describe('whether AKS itself would refuse the upgrade', () => {
  const [gone, hours] = ['flowcontrol.apiserver.k8s.io/v1beta3', 1 / 24];
  const stop = (writes: readonly LiveWrite[], minor = 32) =>
    judgeLiveObject({ ...anIngress(writes), kind: 'FlowSchema' }, minor, 'gate', now)[0]?.aks;

  it('is certain for 12 hours after a write, and the hour that AKS takes to note it', () => {
    expect(stop([wrote('helm', gone, 12 * hours)])).toEqual({
      stops: 'yes',
      until: '2026-11-27T13:00:00.000Z',
    });
    expect(stop([wrote('helm', gone, 13 * hours)])).toEqual({ stops: 'no', until: null });
  });

  it('is no while the target still serves the version', () => {
    expect(stop([wrote('helm', gone, hours)], 31)).toEqual({ stops: 'no', until: null });
  });

  it('is no for what is only remembered', () => {
    expect(
      judgeLiveObject(
        { ...anIngress([]), lastApplied: { apiVersion: old, kind: 'Ingress' } },
        26,
        'gate',
        now,
      )[0]?.aks,
    ).toEqual({ stops: 'no', until: null });
  });
});
