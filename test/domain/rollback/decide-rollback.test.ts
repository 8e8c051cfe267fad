import { describe, expect, it } from 'vitest';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import {
  decideRollback,
  type RollbackQuestion,
  type RollbackRefusalKind,
} from '#domain/rollback/decide-rollback.ts';
import { channelOff } from '#domain/rollback/rollback-forecast.ts';
import { describeChoices, describeReasons, rollbackChoices } from '#domain/rollback/rollback-messages.ts';
import { rollbackWindow } from '#domain/rollback/rollback-window.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';
import { usualOffers } from '../../builders/a-fleet.ts';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse('2026-11-20T12:00:00Z');
const oldImage = 'AKSUbuntu-2204gen2containerd-202509.23.0';
const newImage = 'AKSUbuntu-2204gen2containerd-202510.19.0';
const pair = { version: '1.33.5', nodeImageVersion: oldImage, leftAt: now - hour };

/** Pool np1 left 1.33.5 for 1.34.1 an hour ago; say what differs. */
function ask(
  over: Partial<RollbackQuestion> = {},
  cluster: Partial<Cluster> = {},
  pool: Partial<NodePool> = {},
): RollbackQuestion {
  const np1 = aPool({
    name: 'np1',
    currentOrchestratorVersion: '1.34.1',
    nodeImageVersion: newImage,
    ...pool,
  });
  return {
    cluster: aCluster({ currentKubernetesVersion: '1.34.1', pools: [np1], ...cluster }),
    pool: 'np1',
    back: '1.33.5',
    pairs: [pair],
    offers: usualOffers,
    rolledBack: false,
    now,
    ...over,
  };
}

/** Pool np1 left its old image for a new one an hour ago, and stayed at 1.34.1. */
const askForImage = (
  over: Partial<RollbackQuestion> = {},
  cluster: Partial<Cluster> = {},
  pool: Partial<NodePool> = {},
) =>
  ask(
    { back: '1.34.1', backImage: oldImage, pairs: [{ ...pair, version: '1.34.1' }], ...over },
    cluster,
    pool,
  );

describe('a node pool that is upgraded blue-green goes back', () => {
  const blueGreen = { upgradeStrategy: 'BlueGreen' } as const;

  it.each([
    ['Canceled', now + hour, true],
    ['Failed', now + hour, true],
    ['Canceled', now, 'not-in-final-soak'],
    ['Canceled', null, 'not-in-final-soak'],
    ['Succeeded', now + hour, 'old-nodes-removed'],
    ['Upgrading', now + hour, 'operation-running'],
  ])('%s with a final soak until %s: %s', (provisioningState, finalSoakUntil, answer) => {
    const verdict = decideRollback(ask({ finalSoakUntil }, {}, { ...blueGreen, provisioningState }));
    expect(verdict.eligible || verdict.refusals[0]?.kind).toBe(answer);
    if (verdict.eligible) expect(verdict.until).toBe(finalSoakUntil);
  });
});

it('a blue-green upgrade of the image alone is promised no rollback for later: the old nodes will be gone', () => {
  const half = { nodeImageVersion: oldImage, provisioningState: 'Canceled' };
  const kindOf = (upgradeStrategy: NodePool['upgradeStrategy']) => {
    const verdict = decideRollback(
      askForImage({ finalSoakUntil: now + hour }, {}, { ...half, upgradeStrategy }),
    );
    return verdict.eligible || verdict.refusals.map(({ kind }) => kind);
  };
  expect(kindOf('BlueGreen')).toEqual(['no-earlier-version']);
  expect(kindOf('Rolling')).toEqual(['image-half-done']);
});

describe('a node pool whose image alone was upgraded goes back', () => {
  it('to the image before', () => {
    expect(decideRollback(askForImage())).toMatchObject({
      eligible: true,
      version: '1.34.1',
      nodeImageVersion: oldImage,
    });
  });

  it.each<[RollbackRefusalKind, RegExp, RollbackQuestion]>([
    [
      'nothing-to-undo',
      /np1 is at 1\.34\.1 with image .*202509/,
      askForImage({}, {}, { nodeImageVersion: oldImage }),
    ],
    [
      'image-half-done',
      /would continue the upgrade/,
      askForImage({}, {}, { nodeImageVersion: oldImage, provisioningState: 'Failed' }),
    ],
    ['no-earlier-version', /keeps no earlier version/, askForImage({ pairs: [] })],
    ['no-earlier-version', /keeps no 1\.34\.1 with image .*202509/, askForImage({ pairs: [pair] })],
    ['already-rolled-back', /went back already/, askForImage({ rolledBack: true })],
    [
      'too-late',
      new RegExp(`left 1\\.34\\.1 with image .*202509.* more than ${rollbackWindow} ago`),
      askForImage({ pairs: [{ ...pair, version: '1.34.1', leftAt: now - 7 * day }] }),
    ],
  ])('not as %s, saying %s', (kind, sentence, question) => {
    expect(decideRollback(question)).toEqual({
      eligible: false,
      refusals: [{ kind, because: expect.stringMatching(sentence) }],
    });
  });
});

describe('a node pool is rolled back', () => {
  it.each<[string, RollbackQuestion]>([
    [`within ${rollbackWindow} of leaving a version`, ask()],
    ['to the last moment of them', ask({ pairs: [{ ...pair, leftAt: now - 7 * day + 1 }] })],
    ['where Azure does not say when it left', ask({ pairs: [{ ...pair, leftAt: null }] })],
    [
      'half upgraded, after its operation failed',
      ask({}, {}, { provisioningState: 'Failed', nodeImageVersion: oldImage }),
    ],
    ['half upgraded, after its operation was canceled', ask({}, {}, { provisioningState: 'Canceled' })],
    [
      'although it left older ones before',
      ask({ pairs: [{ version: '1.32.9', nodeImageVersion: oldImage, leftAt: now - 2 * day }, pair] }),
    ],
    ['where the offers were not read', ask({ offers: null, pairs: [pair] })],
  ])('%s', (_, question) => {
    expect(decideRollback(question)).toMatchObject({
      eligible: true,
      version: '1.33.5',
      nodeImageVersion: oldImage,
    });
  });

  it('until the rollback window ends after it left, or as long as Azure lists it where that is not known', () => {
    const until = (leftAt: number | null) => {
      const verdict = decideRollback(ask({ pairs: [{ ...pair, leftAt }] }));
      return verdict.eligible && verdict.until;
    };
    expect(until(now - hour)).toBe(now - hour + 7 * day);
    expect(until(null)).toBe(null);
  });
});

describe('a rollback is refused', () => {
  it.each<[RollbackRefusalKind, RegExp, RollbackQuestion]>([
    ['control-plane', /aks-one-weu cannot be rolled back/, ask({ pool: null })],
    ['pool-gone', /no node pool np2/, ask({ pool: 'np2' })],
    ['stopped', /is stopped/, ask({}, { powerState: 'Stopped' })],
    ['operation-running', /aks-one-weu is Updating/, ask({}, { provisioningState: 'Updating' })],
    ['operation-running', /node pool np1 is Upgrading/, ask({}, {}, { provisioningState: 'Upgrading' })],
    [
      'operation-running',
      /np1 is a word nobody knows/,
      ask({}, {}, { provisioningState: 'a word nobody knows' }),
    ],
    [
      'nothing-to-undo',
      /np1 is at 1\.33\.5/,
      ask({ pairs: [] }, {}, { currentOrchestratorVersion: '1.33.5' }),
    ],
    ['no-earlier-version', /keeps no earlier version/, ask({ pairs: [] })],
    ['no-earlier-version', /keeps no 1\.33\.5/, ask({ pairs: [{ ...pair, version: '1.34.0' }] })],
    ['already-rolled-back', /went back already/, ask({ rolledBack: true })],
    ['already-rolled-back', /went back already/, ask({ rolledBack: true, pairs: [] })],
    [
      'already-rolled-back',
      /went back already/,
      ask({ pairs: [{ ...pair, version: '1.34.1' }] }, {}, { currentOrchestratorVersion: '1.33.5' }),
    ],
    [
      'not-the-one-before',
      /has left 1\.34\.1 .* since it left 1\.33\.5/,
      ask({ pairs: [{ version: '1.34.1', nodeImageVersion: oldImage, leftAt: now }, pair] }),
    ],
    [
      'too-late',
      new RegExp(`more than ${rollbackWindow} ago`),
      ask({ pairs: [{ ...pair, leftAt: now - 7 * day }] }),
    ],
    [
      'too-far-behind',
      /more than 3 minors behind/,
      ask({ offers: null }, { currentKubernetesVersion: '1.37.0' }),
    ],
    [
      'version-unsupported',
      /1\.33\.3 is no longer on offer/,
      ask({ back: '1.33.3', pairs: [{ ...pair, version: '1.33.3' }] }),
    ],
    ['version-unsupported', /1\.33 is not offered/, ask({ offers: [] })],
    [
      'image-family-changed',
      /another family/,
      ask({ pairs: [{ ...pair, nodeImageVersion: 'AKSAzureLinux-V3gen2-202509.23.0' }] }),
    ],
    ['image-family-changed', /another family/, ask({ pairs: [{ ...pair, nodeImageVersion: 'odd' }] })],
    ['upgrade-channel-on', /channel is patch/, ask({}, { upgradeChannel: 'patch' })],
    ['node-os-channel-on', /channel is NodeImage/, ask({}, { nodeOSUpgradeChannel: 'NodeImage' })],
  ])('as %s, saying %s', (kind, sentence, question) => {
    const verdict = decideRollback(question);
    expect(verdict).toEqual({
      eligible: false,
      refusals: [{ kind, because: expect.stringMatching(sentence) }],
    });
    const choice =
      kind === 'upgrade-channel-on' || kind === 'node-os-channel-on'
        ? `az aks update --subscription s -g rg -n aks ${channelOff[kind]}, then rollback`
        : rollbackChoices[kind];
    expect(describeChoices(verdict, id)).toBe(`Left to do: ${choice}.`);
  });

  it('with every reason at once', () => {
    const verdict = decideRollback(
      ask(
        { pairs: [{ ...pair, leftAt: 0 }] },
        { upgradeChannel: 'stable', nodeOSUpgradeChannel: 'NodeImage' },
      ),
    );
    expect(verdict).toMatchObject({
      refusals: [{ kind: 'too-late' }, { kind: 'upgrade-channel-on' }, { kind: 'node-os-channel-on' }],
    });
    expect(describeReasons(verdict)).toMatch(
      new RegExp(`more than ${rollbackWindow} ago; the automatic .*; the node OS`),
    );
    expect(describeChoices(verdict, id)).toMatch(
      /; az aks update --subscription s -g rg -n aks --auto-upgrade-channel none --node-os-upgrade-channel None, then rollback\.$/,
    );
  });

  it('in no words where it is not refused', () => {
    expect(describeReasons(decideRollback(ask()))).toBe('');
    expect(describeChoices(decideRollback(ask()), id)).toBe('');
  });
});
