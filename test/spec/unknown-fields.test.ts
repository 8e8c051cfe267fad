import { describe, expect, it } from 'vitest';
import { nearestName } from '#domain/text/nearest-name.ts';
import { aCampaignFile, aStageText, problemsOf } from '../builders/a-campaign-file.ts';

const inStage = (fields: string) => aCampaignFile({ stages: [aStageText(fields)] });
const inSpec = (spec: string) => aCampaignFile({ spec: [spec] });

describe('An unknown field comes with what its author probably meant', () => {
  it.each([
    [
      inStage('maxConcurency: 1'),
      'spec.stages[0].maxConcurency: unknown field; did you mean maxConcurrency?',
    ],
    [
      inStage('MaxConcurrency: 1'),
      'spec.stages[0].MaxConcurrency: unknown field; did you mean maxConcurrency?',
    ],
    [
      inSpec('nodePools: { defaults: { maxSurge: 1 } }'),
      'spec.nodePools.defaults.maxSurge: unknown field; did you mean upgradeSettings.maxSurge?',
    ],
    [
      inSpec('nodePools: { maxSurge: 1 }'),
      'spec.nodePools.maxSurge: unknown field; did you mean upgradeSettings.maxSurge? It stands in spec.nodePools.defaults.',
    ],
    [`${aCampaignFile()}\nname: k8s`, 'name: unknown field; did you mean metadata.name?'],
    [
      inSpec('preflight: { removedApisWaiver: [] }'),
      'spec.preflight.removedApisWaiver: unknown field; did you mean removedApisWaivers?',
    ],
    [inSpec('timezone: UTC'), 'spec.timezone: unknown field; did you mean maintenance.timezone?'],
    [
      inStage('kubernetesVersion: "1.34"'),
      'spec.stages[0].kubernetesVersion: unknown field; did you mean spec.upgrade.kubernetesVersion?',
    ],
    [
      inSpec('frobnicate: 1'),
      'spec.frobnicate: unknown field; known here: upgrade, stages, cluster, nodePools, maintenance, health, preflight, rollback, baseline, approval, forceUpgrade, reboot, migrate, timeouts',
    ],
    [inSpec('<<: { timeouts: {} }'), 'spec.<<: unknown field; merge keys are not read; write the fields out'],
    [
      inSpec('__proto__: {}'),
      'spec.__proto__: unknown field; known here: upgrade, stages, cluster, nodePools, maintenance, health, preflight, rollback, baseline, approval, forceUpgrade, reboot, migrate, timeouts',
    ],
    [
      inSpec('constructor: {}'),
      'spec.constructor: unknown field; known here: upgrade, stages, cluster, nodePools, maintenance, health, preflight, rollback, baseline, approval, forceUpgrade, reboot, migrate, timeouts',
    ],
  ])('in case %#', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem.replace('spec.<<', 'spec."<<"')]);
  });
});

describe('The nearest name', () => {
  it.each([
    ['soka', 'soak'],
    ['SOAK', 'soak'],
    ['timeoutz', 'timeout'],
    ['tag', 'tags'],
    ['zzz', null],
    ['', null],
  ])('to "%s" is %s', (written, nearest) => {
    expect(nearestName(written, ['soak', 'timeout', 'tags'])).toBe(nearest);
  });
});
