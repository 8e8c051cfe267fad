import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget, type Target } from '#domain/campaign/operator-target.ts';

describe('a target', () => {
  it.each<[string, Target]>([
    ['campaign', { kind: 'campaign' }],
    ['stage/test', { kind: 'stage', stage: 'test' }],
    ['cluster/aks-One_weu', { kind: 'cluster', cluster: 'aks-One_weu' }],
    ['pool/aks-one/np1', { kind: 'pool', cluster: 'aks-one', pool: 'np1' }],
    [' cluster/aks-one\n', { kind: 'cluster', cluster: 'aks-one' }],
  ])('"%s" is read', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    '',
    'aks-one',
    'campaign/',
    'campaign/x',
    'stage',
    'stage/',
    'stage/a/b',
    'cluster/',
    'cluster/a/b',
    'cluster/a b',
    'pool/a',
    'pool/a/',
    'pool//b',
    'pool/a/b/c',
    'Stage/a',
    'node/a',
    '/a',
  ])('"%s" is none', (text) => {
    expect(parseTarget(text)).toBeNull();
  });

  it('is read from any names that Azure and the file allow', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9][-\w]{0,20}$/);
    fc.assert(
      fc.property(name, name, (cluster, pool) => {
        expect(parseTarget(`pool/${cluster}/${pool}`)).toEqual({ kind: 'pool', cluster, pool });
        expect(parseTarget(`stage/${cluster}`)).toEqual({ kind: 'stage', stage: cluster });
        expect(parseTarget(`cluster/${cluster}`)).toEqual({ kind: 'cluster', cluster });
      }),
    );
  });
});
