import { describe, expect, it } from 'vitest';
import { newestKnownMinor } from '#domain/removal/catalogue/catalogue.ts';
import { removalVerdict, whyUncertain, whyUnknown } from '#domain/removal/findings/removal-verdict.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';

const waived = { reason: 'moved by hand', owner: 'shop', expires: '2027-01-01T00:00:00Z' };
const finding = (severity: 'BLOCK' | 'WARN' | 'INFO', isWaived = false) =>
  aRemovalFinding({ severity, waived: isWaived ? waived : null });

describe('the verdict of a scan', () => {
  it.each([
    ['PASS', []],
    ['INFO', [finding('INFO')]],
    ['WARN', [finding('INFO'), finding('WARN')]],
    ['BLOCK', [finding('WARN'), finding('BLOCK')]],
    ['WAIVED', [finding('BLOCK', true)]],
    ['WARN', [finding('BLOCK', true), finding('WARN')]],
  ] as const)('is the worst that was found: %s', (verdict, findings) => {
    expect(removalVerdict(findings, null)).toBe(verdict);
  });

  it('is no better than UNKNOWN where the target is newer than the catalogue knows', () => {
    expect(whyUnknown(newestKnownMinor)).toBeNull();
    expect(whyUnknown(newestKnownMinor + 1)).toContain(`1.${newestKnownMinor}`);
    const ground = { target: newestKnownMinor + 1, isEmpty: false, failedToRender: 0 };
    expect(whyUncertain(ground)).toBe(whyUnknown(newestKnownMinor + 1));
    expect(whyUncertain({ ...ground, target: Number.POSITIVE_INFINITY })).toContain(
      'Kubernetes 2 does not exist',
    );
  });

  it('is no better than UNKNOWN where not everything could be judged', () => {
    expect(removalVerdict([], 'why')).toBe('UNKNOWN');
    expect(removalVerdict([finding('WARN')], 'why')).toBe('UNKNOWN');
    expect(removalVerdict([finding('BLOCK')], 'why')).toBe('BLOCK');
  });

  it('is not certain where there was nothing to judge', () => {
    expect(whyUncertain({ target: 34, isEmpty: true, failedToRender: 0 })).toContain(
      'no Kubernetes objects found',
    );
  });
});
