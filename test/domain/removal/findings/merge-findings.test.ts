import { describe, expect, it } from 'vitest';
import { mergeFindings } from '#domain/removal/findings/merge-findings.ts';
import { judgeRelease } from '#domain/removal/objects/judge-release.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';

const live = aRemovalFinding({ source: 'managed-fields', severity: 'WARN', evidence: 'helm wrote it' });
const budget = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', generateName: null, value: {} };
const release = { namespace: 'shop', name: 'web', revision: 3 };

describe('what several sources say of one object', () => {
  it('is one finding, the worst of them, with all evidence', () => {
    const applied = aRemovalFinding({ source: 'last-applied', evidence: 'last applied' });
    expect(mergeFindings([live, applied])).toEqual([{ ...applied, evidence: 'last applied; helm wrote it' }]);
  });

  it('is of one object alone', () => {
    const others = [
      { name: 'api' },
      { namespace: 'pay' },
      { kind: 'PodSecurityPolicy' },
      { apiVersion: 'policy/v1' },
    ];
    const all = [live, ...others.map((other) => ({ ...live, ...other }))];
    expect(mergeFindings(all)).toEqual(all);
  });

  it('stays apart in manifests, each of which has to be changed, and where nothing has a name', () => {
    const manifests = [aRemovalFinding(), aRemovalFinding({ location: 'b.yaml:1' })];
    const nameless = [
      { ...live, name: null },
      { ...live, name: null },
    ];
    expect(mergeFindings([...manifests, live, ...nameless])).toEqual([...manifests, live, ...nameless]);
  });

  it('joins a Helm release with the object that it has made', () => {
    const ofRelease = judgeRelease(release, { ...budget, namespace: null, name: 'web' }, 25, 'gate');
    expect(mergeFindings([live, ...ofRelease])).toMatchObject([
      {
        severity: 'BLOCK',
        source: 'helm-release',
        location: 'HelmRelease/shop/web',
        evidence: 'revision 3 of the Helm release shop/web has it as policy/v1beta1; helm wrote it',
      },
    ]);
  });
});

describe('an object of a Helm release', () => {
  it('stands in its namespace, unless it says another one or belongs to the whole cluster', () => {
    const policy = { ...budget, kind: 'PodSecurityPolicy', namespace: null, name: 'web' };
    expect(judgeRelease(release, policy, 25, 'gate')).toMatchObject([{ namespace: null }]);
    const elsewhere = { ...budget, namespace: 'pay', name: 'web' };
    expect(judgeRelease(release, elsewhere, 25, 'gate')).toMatchObject([{ namespace: 'pay' }]);
  });

  it('is nothing where it is current', () => {
    const current = { ...budget, apiVersion: 'policy/v1', namespace: null, name: 'web' };
    expect(judgeRelease(release, current, 25, 'full')).toEqual([]);
  });

  it('is reported for what it requests that is removed, too', () => {
    const volume = { apiVersion: 'v1', kind: 'PersistentVolume', namespace: null, name: 'data' };
    const old = { ...volume, generateName: null, value: { spec: { cephfs: {} } } };
    expect(judgeRelease(release, old, 31, 'gate')).toMatchObject([
      {
        rule: 'removed-feature',
        severity: 'BLOCK',
        namespace: null,
        feature: { id: 'cephfs-volume' },
        source: 'helm-release',
        evidence: 'spec.cephfs in revision 3 of the Helm release shop/web',
      },
    ]);
  });
});
