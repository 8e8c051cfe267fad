import { describe, expect, it } from 'vitest';
import { noteStageRun, type StageRun } from '#domain/image/image-record.ts';
import { judgePromotion, type TestedImages, testedImages } from '#domain/image/promotion.ts';

const hour = 3_600_000;
const now = Date.parse('2026-11-20T12:00:00Z');
const [older, image, newer] = ['202510.12.0', '202510.19.0', '202510.26.0'].map(
  (version) => `AKSUbuntu-2204gen2containerd-${version}`,
) as [string, string, string];
const windows = 'AKSWindows-2022-20348.4297.251014';
const before = { name: 'test', stageKey: 'k', soakMs: 48 * hour };

const aRun = (over: Partial<StageRun> = {}): StageRun => ({
  stageKey: 'k',
  images: [image],
  at: now - 50 * hour,
  isSoaked: false,
  trouble: null,
  ...over,
});
const ran = (...runs: readonly Partial<StageRun>[]): TestedImages =>
  testedImages(runs.map(aRun).reduce(noteStageRun, []), before, []);

describe('an image continues to the next stage', () => {
  it.each<[string, TestedImages | null]>([
    ['where there is no stage before', null],
    ['once the stage before has run it for its soak', ran({})],
    ['to the very millisecond', ran({ at: now - 48 * hour })],
    ['from its first run on, however often it ran since', ran({}, { at: now - hour })],
    ['once its soak was ended by a person, or was over in a campaign', ran({ at: now, isSoaked: true })],
    ['with trouble before, once it has been well for the soak', ran({ at: 0, trouble: 'x' }, {})],
    ['where the running campaign has soaked it itself', testedImages([], before, [image])],
    ['by its name alone, whatever region it came out in', ran({ images: [older, image, windows] })],
  ])('%s', (_, tested) => {
    expect(judgePromotion(image, tested, 'Consistent', now)).toEqual({ take: true, mismatch: null });
  });
});

describe('an image is blocked', () => {
  it.each<[string, TestedImages]>([
    ['stage test has run no image of AKSUbuntu-2204gen2containerd', ran()],
    ['stage test has run no image of AKSUbuntu-2204gen2containerd', ran({ images: [windows] })],
    ['stage test has run no image of AKSUbuntu-2204gen2containerd', ran({ stageKey: 'other' })],
    ['stage test has run 202510.12.0, not 202510.19.0', ran({ images: [older] })],
    ['stage test has run 202510.26.0, not 202510.19.0', ran({ images: [newer] })],
    [
      'stage test has not run 202510.19.0 for 2d yet; its soak ends at 2026-11-20T13:00Z',
      ran({ at: now - 47 * hour }),
    ],
    ['stage test failed with 202510.19.0: aks-test: Failed', ran({}, { trouble: 'aks-test: Failed' })],
    [
      'stage test has not run 202510.19.0 for 2d yet; its soak ends at 2026-11-22T11:00Z',
      ran({}, { at: now - 2 * hour, trouble: 'x' }, { at: now - hour }),
    ],
  ])('because %s', (because, tested) => {
    expect(judgePromotion(image, tested, 'Consistent', now)).toEqual({ take: false, because });
    expect(judgePromotion(image, tested, 'Latest', now)).toEqual({ take: true, mismatch: because });
  });
});
