import { describe, expect, it } from 'vitest';
import { applyWaivers, type RemovalWaiver } from '#domain/removal/waiver.ts';
import { aRemovalFinding } from '../../support/a-removal-finding.ts';

const noon = Date.parse('2026-11-27T12:00:00Z');
const risk = { reason: 'the chart follows next week', owner: 'shop', expires: '2026-12-01T00:00:00Z' };

const aWaiver = (more: Partial<RemovalWaiver> = {}): RemovalWaiver => ({
  ...risk,
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  namespace: null,
  name: null,
  feature: null,
  ...more,
});
const waivedBy = (waiver: RemovalWaiver, finding = aRemovalFinding()) =>
  applyWaivers([finding], [waiver], noon)[0]?.waived;

describe('a waiver', () => {
  it('marks what it covers with who accepted it, why, and until when', () => {
    expect(waivedBy(aWaiver())).toEqual(risk);
  });

  it('covers one namespace or name where it names them', () => {
    expect(waivedBy(aWaiver({ namespace: 'shop', name: 'web' }))).toEqual(risk);
    expect(waivedBy(aWaiver({ namespace: 'pay' }))).toBeNull();
    expect(waivedBy(aWaiver({ name: 'api' }))).toBeNull();
    expect(waivedBy(aWaiver({ namespace: 'shop' }), aRemovalFinding({ namespace: null }))).toBeNull();
  });

  it('covers neither another API version nor another kind', () => {
    expect(waivedBy(aWaiver({ apiVersion: 'policy/v1' }))).toBeNull();
    expect(waivedBy(aWaiver({ kind: 'PodSecurityPolicy' }))).toBeNull();
  });

  it('covers a feature only where it names it, and nothing else then', () => {
    const feature = { id: 'git-repo-volume', title: 'a', instead: 'b', source: 'https://c' } as const;
    const shown = aRemovalFinding({ rule: 'removed-feature', feature });
    expect(waivedBy(aWaiver(), shown)).toBeNull();
    expect(waivedBy(aWaiver({ feature: 'git-repo-volume' }), shown)).not.toBeNull();
    expect(waivedBy(aWaiver({ feature: 'git-repo-volume' }))).toBeNull();
  });

  it('covers nothing from the moment on that it runs out', () => {
    expect(waivedBy(aWaiver({ expires: '2026-11-27T12:00:01Z' }))).not.toBeNull();
    expect(waivedBy(aWaiver({ expires: '2026-11-27T12:00:00Z' }))).toBeNull();
  });

  it('does not cover what could not be read', () => {
    expect(waivedBy(aWaiver(), aRemovalFinding({ severity: 'UNKNOWN' }))).toBeNull();
  });
});
