import { expect, it } from 'vitest';
import { judgedLive, type LiveChanges } from '../../../builders/a-live-cluster.ts';
import { anAzurePool, aWindowsPool } from '../../../builders/an-audited-cluster.ts';

const ubuntu = (version: string) => `AKSUbuntu-2404gen2containerd-${version}`;
const windows = (date: string) => `AKSWindows-2022-containerd-20348.5386.${date}`;

/** Audited on 27 November 2026. */
function told(pool: object, newest: string | null, more: LiveChanges = {}): string {
  const { name } = pool as { readonly name: string };
  const newestImages = newest === null ? null : { [name]: newest };
  const id = name === 'win' ? 'SB-WIN-01' : 'SB-OS-02';
  const { status, evidence } = judgedLive(id, { pools: [pool], azure: { newestImages }, ...more });
  return [status, ...evidence.map(({ reason }) => reason)].join(': ');
}
const linuxPool = (version: string) => anAzurePool({ nodeImageVersion: ubuntu(version) });

it.each([
  [
    'is new enough gets a note where there is a newer one',
    '202611.20.0',
    '202611.24.0',
    'PASS: its image AKSUbuntu-2404gen2containerd-202611.20.0 is 7 days old, 4 days behind the newest (202611.24.0)',
  ],
  ['is the newest needs no word while it is young', '202611.20.0', '202611.20.0', 'PASS'],
  [
    'ages is reported with its lag',
    '202611.06.0',
    '202611.20.0',
    'WARN: its image AKSUbuntu-2404gen2containerd-202611.06.0 is 21 days old (limit 14 days), 14 days behind the newest (202611.20.0)',
  ],
  [
    'is old, with a newer one there, is stale',
    '202610.01.0',
    '202611.20.0',
    'FAIL: its image AKSUbuntu-2404gen2containerd-202610.01.0 is 57 days old (limit 30 days), 50 days behind the newest (202611.20.0): it is stale',
  ],
  [
    'is old is reported as the newest where Azure has no newer one',
    '202610.01.0',
    '202610.01.0',
    'FAIL: its image AKSUbuntu-2404gen2containerd-202610.01.0 is 57 days old (limit 30 days), the newest that Azure offers for it',
  ],
  [
    'is of another family than the newest is compared with nothing',
    '202611.06.0',
    'AKSUbuntu-2204gen2containerd-202611.20.0',
    'WARN: its image AKSUbuntu-2404gen2containerd-202611.06.0 is 21 days old (limit 14 days)',
  ],
])('an image of Linux that %s', (_, own, newest, expected) => {
  expect(told(linuxPool(own), newest.startsWith('AKS') ? newest : ubuntu(newest))).toBe(expected);
});

it('an image of Windows is reported with its lag, by its own limits', () => {
  const pool = aWindowsPool({ nodeImageVersion: windows('261015') });
  expect(told(pool, windows('261112'))).toBe(
    'WARN: its image AKSWindows-2022-containerd-20348.5386.261015 is 43 days old (limit 35 days), 28 days behind the newest (20348.5386.261112): it is stale',
  );
});

it('a lag that may not be read is said, with the right that it takes, and the age judged all the same', () => {
  const unread = {
    part: 'newest-images',
    resource: 'Cluster',
    permission: 'agentPools/upgradeProfiles/read',
    why: 'AuthorizationFailed',
    kind: 'not-allowed',
  } as const;
  expect(told(linuxPool('202611.06.0'), null, { unread: [unread] })).toBe(
    'WARN: its image AKSUbuntu-2404gen2containerd-202611.06.0 is 21 days old (limit 14 days); how far it is behind the newest is unknown: requires permission to agentPools/upgradeProfiles/read: AuthorizationFailed',
  );
});

it('an image that was built tomorrow, by the clock of whoever audits, is 0 days old', () => {
  expect(told(linuxPool('202611.28.0'), ubuntu('202611.29.0'))).toMatch(
    /^PASS: its image \S+ is 0 days old, 1 days behind/,
  );
});
