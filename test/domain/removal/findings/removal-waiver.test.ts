import { describe, expect, it } from 'vitest';
import {
  applyWaivers,
  describeWaiver,
  idleWaivers,
  lapsedWaiver,
  type RemovalWaiver,
} from '#domain/removal/findings/removal-waiver.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';
import { aRemovalWaiver } from '../../../builders/a-removal-waiver.ts';

const noon = Date.parse('2026-11-27T12:00:00Z');
const risk = { reason: 'the chart follows next week', owner: 'shop', expires: '2026-12-01T00:00:00Z' };

const waivedBy = (waiver: RemovalWaiver, finding = aRemovalFinding()) =>
  applyWaivers([finding], [waiver], noon)[0]?.waived;

describe('a waiver', () => {
  it('marks what it covers with who accepted it, why, and until when', () => {
    expect(waivedBy(aRemovalWaiver())).toEqual(risk);
  });

  it('covers one namespace or name where it names them', () => {
    expect(waivedBy(aRemovalWaiver({ namespace: 'shop', name: 'web' }))).toEqual(risk);
    expect(waivedBy(aRemovalWaiver({ namespace: 'pay' }))).toBeNull();
    expect(waivedBy(aRemovalWaiver({ name: 'api' }))).toBeNull();
    expect(waivedBy(aRemovalWaiver({ namespace: 'shop' }), aRemovalFinding({ namespace: null }))).toBeNull();
  });

  it('covers neither another API version nor another kind', () => {
    expect(waivedBy(aRemovalWaiver({ apiVersion: 'policy/v1' }))).toBeNull();
    expect(waivedBy(aRemovalWaiver({ kind: 'PodSecurityPolicy' }))).toBeNull();
  });

  it('covers a feature only where it names it, and nothing else then', () => {
    const feature = { id: 'git-repo-volume', title: 'a', instead: 'b', source: 'https://c' } as const;
    const shown = aRemovalFinding({ rule: 'removed-feature', feature });
    expect(waivedBy(aRemovalWaiver(), shown)).toBeNull();
    expect(waivedBy(aRemovalWaiver({ feature: 'git-repo-volume' }), shown)).not.toBeNull();
    expect(waivedBy(aRemovalWaiver({ feature: 'git-repo-volume' }))).toBeNull();
  });

  it('for a feature covers whatever object shows it, where it names no API version and no kind', () => {
    const feature = { id: 'git-repo-volume', title: 'a', instead: 'b', source: 'https://c' } as const;
    const any = aRemovalWaiver({ apiVersion: null, kind: null, feature: 'git-repo-volume' });
    expect(waivedBy(any, aRemovalFinding({ apiVersion: 'apps/v1', kind: 'Deployment', feature }))).toEqual(
      risk,
    );
    expect(waivedBy(any, aRemovalFinding({ feature: { ...feature, id: 'docker-socket' } }))).toBeNull();
    expect(waivedBy(any)).toBeNull();
    expect(
      waivedBy({ ...any, kind: 'CronJob' }, aRemovalFinding({ kind: 'Deployment', feature })),
    ).toBeNull();
    expect(describeWaiver(any)).toBe('the waiver of shop for any kind (git-repo-volume)');
  });

  it('covers nothing from the moment on that it runs out', () => {
    expect(waivedBy(aRemovalWaiver({ expires: '2026-11-27T12:00:01Z' }))).not.toBeNull();
    expect(waivedBy(aRemovalWaiver({ expires: '2026-11-27T12:00:00Z' }))).toBeNull();
  });

  it('does not cover what could not be read', () => {
    expect(waivedBy(aRemovalWaiver(), aRemovalFinding({ severity: 'UNKNOWN' }))).toBeNull();
    const unread = aRemovalFinding({ severity: 'UNKNOWN', rule: 'unread-source' });
    expect(applyWaivers([unread], [aRemovalWaiver()], noon, true)[0]?.waived).toEqual(risk);
  });

  it('is idle where it covers nothing, and not where it has run out: then it is over', () => {
    const unused = aRemovalWaiver({ namespace: 'pay' });
    const over = aRemovalWaiver({ namespace: 'pay', expires: '2026-11-27T11:00:00Z' });
    expect(idleWaivers([aRemovalWaiver(), unused, over], [aRemovalFinding()], noon)).toEqual([unused]);
    expect(idleWaivers([aRemovalWaiver()], [], noon)).toEqual([aRemovalWaiver()]);
  });

  it('that has run out is found for what it covered', () => {
    const over = aRemovalWaiver({ expires: '2026-11-27T12:00:00Z' });
    expect(lapsedWaiver(aRemovalFinding(), [aRemovalWaiver(), over], noon)).toBe(over);
    expect(lapsedWaiver(aRemovalFinding({ kind: 'CronJob' }), [over], noon)).toBeNull();
    expect(lapsedWaiver(aRemovalFinding(), [aRemovalWaiver()], noon)).toBeNull();
  });

  it('is named by its owner and its reason', () => {
    expect(describeWaiver(aRemovalWaiver())).toBe(
      'the waiver of shop for PodDisruptionBudget (policy/v1beta1)',
    );
    expect(
      describeWaiver(aRemovalWaiver({ namespace: 'shop', name: 'web', feature: 'git-repo-volume' })),
    ).toBe('the waiver of shop for PodDisruptionBudget shop/web (git-repo-volume)');
  });
});
