import { describe, expect, it } from 'vitest';
import { explainNoWork, judgePolls, type Version } from '#cli/temporal/worker-polls.ts';

type Described = Parameters<typeof judgePolls>[0];
type Poller = NonNullable<Described['pollers']>[number];

const now = 1_000_000;
const v1 = { deploymentName: 'drydock', buildId: 'v1' };
const v2 = { deploymentName: 'drydock', buildId: 'v2' };

const poller = (version: Version, agoMs = 5_000) =>
  ({
    lastAccessTime: { seconds: (now - agoMs) / 1_000 },
    deploymentOptions: {
      ...(version ?? { deploymentName: '', buildId: '' }),
      workerVersioningMode: version === null ? 1 : 2,
    },
  }) as unknown as Poller;

const described = (pollers: readonly Poller[], current: Version = null, ramping: Version = null) =>
  ({
    pollers,
    versioningInfo: {
      currentDeploymentVersion: current,
      rampingDeploymentVersion: ramping,
      rampingVersionPercentage: ramping === null ? 0 : 5,
    },
  }) as unknown as Described;

const told = (...given: Parameters<typeof described>) =>
  explainNoWork(judgePolls(described(...given), now), 'drydock');

describe('a task queue has a worker where', () => {
  it.each<[string, Parameters<typeof described>]>([
    ['a worker without a version polls and none is current', [[poller(null)]]],
    ['the current version polls', [[poller(v1)], v1]],
    ['a version polls that gets its part of the work', [[poller(v2)], v1, v2]],
    ['one of several is current', [[poller(null), poller(v1)], v1]],
  ])('%s', (_, given) => {
    expect(told(...given)).toBe(null);
  });
});

describe('a task queue has no worker where', () => {
  const setCurrent = 'temporal worker deployment set-current-version --deployment-name drydock';
  it.each<[string, Parameters<typeof described>, string, string]>([
    ['no worker', [[]], 'no worker is listening on task queue drydock', 'drydock worker'],
    [
      'the last poll is long ago',
      [[poller(null, 80_000)]],
      'no worker is listening on task queue drydock',
      'drydock worker',
    ],
    [
      'no version is current',
      [[poller(v1)]],
      '1 on task queue drydock, but Temporal gives it no work: it goes to workers without a version, not to those of version v1 of deployment drydock',
      `${setCurrent} --build-id v1`,
    ],
    [
      'another version is current',
      [[poller(v2), poller(v2)], v1],
      '2 on task queue drydock, but Temporal gives them no work: it goes to workers of version v1 of deployment drydock, not to those of version v2 of deployment drydock',
      `${setCurrent} --build-id v2`,
    ],
    [
      'workers without a version poll and one is current',
      [[poller(null)], v1],
      '1 on task queue drydock, but Temporal gives it no work: it goes to workers of version v1 of deployment drydock, not to those without a version',
      `${setCurrent} --unversioned`,
    ],
  ])('%s', (_, given, message, next) => {
    expect(told(...given)).toEqual({ message, next });
  });
});

it('who gets no work is counted beside who does', () => {
  expect(judgePolls(described([poller(v1, 2_000), poller(v2)], v1), now)).toEqual({
    ages: [2_000],
    idle: [v2],
    current: v1,
  });
});
