import { describe, expect, it } from 'vitest';
import { judgedLive } from '../../../builders/a-live-cluster.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, gist, judged } from '../../../builders/an-audited-cluster.ts';

const account = (automountServiceAccountToken?: boolean, name = 'web') => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'shop' },
  ...(automountServiceAccountToken !== undefined && { automountServiceAccountToken }),
});
const own = {
  unset: {},
  false: { automountServiceAccountToken: false },
  true: { automountServiceAccountToken: true },
};
const accounts = { none: [], unset: [account()], false: [account(false)], true: [account(true)] };

describe('the token of a service account', () => {
  it.each([
    ['unset', 'none', 'WARN', 'FAIL'],
    ['unset', 'unset', 'FAIL', 'FAIL'],
    ['unset', 'false', 'PASS', 'PASS'],
    ['unset', 'true', 'FAIL', 'FAIL'],
    ['false', 'none', 'PASS', 'PASS'],
    ['false', 'unset', 'PASS', 'PASS'],
    ['false', 'false', 'PASS', 'PASS'],
    ['false', 'true', 'PASS', 'PASS'],
    ['true', 'none', 'FAIL', 'FAIL'],
    ['true', 'unset', 'FAIL', 'FAIL'],
    ['true', 'false', 'FAIL', 'FAIL'],
    ['true', 'true', 'FAIL', 'FAIL'],
  ] as const)("is the pod's to turn off (%s), then the account's (%s)", (pod, of, inFiles, live) => {
    const objects = [
      aPod({ spec: { ...own[pod], serviceAccountName: 'web' } }),
      aNamespace('shop'),
      ...accounts[of],
    ];
    expect([
      judged('SB-POD-15', { objects }).status,
      judgedLive('SB-POD-15', { allObjects: objects }).status,
    ]).toEqual([inFiles, live]);
  });

  it.each([
    ['named by the older field', { serviceAccount: 'web' }, 'PASS'],
    ['of the name that counts', { serviceAccount: 'other', serviceAccountName: 'web' }, 'PASS'],
    ['of an empty name is default', { serviceAccountName: '' }, 'FAIL Pod/shop/web'],
  ])('is that of the account %s', (_, spec, said) => {
    expect(gist(judged('SB-POD-15', { objects: [aPod({ spec }), account(false)] }))).toBe(said);
  });

  it('of default is off where its account says so, in its namespace alone', () => {
    const there = aPod({ metadata: { namespace: 'other' } });
    const objects = [aPod(), there, account(false, 'default')];
    expect(gist(judged('SB-POD-15', { objects }))).toBe('FAIL Pod/other/web');
  });

  it('is found in a pod that was made before it was turned off', () => {
    const volumes = [{ name: 'kube-api-access-x7k2p', projected: {} }];
    const running = aPod({ spec: { serviceAccountName: 'web', volumes } });
    const { status, evidence } = judgedLive('SB-POD-15', { allObjects: [running, account(false)] });
    expect([status, evidence[0]?.reason]).toEqual([
      'FAIL',
      'pods made before the token was turned off still mount it',
    ]);
  });

  it('is unknown where an account cannot be read, in its namespace alone', () => {
    const odd = { ...account(), automountServiceAccountToken: 'no' };
    const there = aPod({ metadata: { namespace: 'other' } });
    const { status, evidence, undecided } = judgedLive('SB-POD-15', { allObjects: [aPod(), there, odd] });
    expect([status, evidence.map(({ resource }) => resource), undecided[0]?.resource]).toEqual([
      'FAIL',
      ['Pod/other/web'],
      'ServiceAccount/shop/web',
    ]);
  });

  it('says who does not turn it off, and where', () => {
    const { evidence } = judged('SB-POD-15', {
      objects: [aPod(), aPod({ metadata: { name: 'api' }, spec: { ...own.true } })],
    });
    expect(evidence.map(({ reason, paths }) => [reason, paths])).toEqual([
      ['neither it nor ServiceAccount shop/default sets automountServiceAccountToken: false', ['spec']],
      ['automountServiceAccountToken is true', ['spec.automountServiceAccountToken']],
    ]);
  });
});
