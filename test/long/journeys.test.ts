import { describe, expect } from 'vitest';
import { aBudgetOf, aDeployment } from '../builders/a-manifest.ts';
import { fleetFile } from '../campaigns/fleet-file.ts';
import { setOut, stepOf } from '../campaigns/journey.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const given = stepOf('given');
const when = stepOf('when');
const then = stepOf('then');

const note = (name: string) => `simulator.drydock.dev/${name}`;
/** The image `shop/web` runs does not get ready on the new version, and does on the old one. */
const broken = aDeployment('web', { [note('never-ready')]: 'true', [note('on-version')]: '1.34' });
const mended = { spec: { template: { metadata: { annotations: { [note('never-ready')]: 'false' } } } } };

const pools = [{ name: 'system', mode: 'System', count: 2 }];
const fleet = fleetFile({
  drain: [{ name: 'aks-drain', pools, manifests: [broken, aBudgetOf('web', { minAvailable: 1 })] }],
  readiness: [{ name: 'aks-readiness', pools, manifests: [broken] }],
  'readiness-alone': [{ name: 'aks-readiness-alone', pools, manifests: [broken] }],
  node: [{ name: 'aks-node', pools }],
  'node-alone': [{ name: 'aks-node-alone', pools }],
  quota: [{ name: 'aks-quota', pools }],
  'half-way': [{ name: 'aks-half-way', pools }],
  'half-way-on': [{ name: 'aks-half-way-on', pools }],
  lie: [{ name: 'aks-lie', pools }],
  'lie-again': [{ name: 'aks-lie-again', pools }],
});

const ask = { rollback: { nodePools: 'Ask' } };
const onFailure = { rollback: { nodePools: 'OnFailure' } };
/** The looks of a campaign whose file says nothing of them; what is worse has to stay so for two hours. */
const looks = { health: { settle: '2h' }, preflight: {} };

const controlPlane = 'control-plane-upgrade 1.33.5 -> 1.34.1';
const upgrade = 'node-pool-upgrade system 1.33.5 -> 1.34.1';
/** Of a pool that stands between two versions, Azure says that it has the new one. */
const goesOn = 'node-pool-upgrade system 1.34.1 -> 1.34.1';
const rollbackOffer = 'rollback system 1.34.1 -> 1.33.5';
const old = 'v1.33.5 ready';
const fresh = 'v1.34.1 ready';

const completed = {
  phase: 'Completed',
  cluster: 'Completed',
  pool: 'Completed',
  end: 'Succeeded',
  reason: null,
};
const wentBack = { phase: 'Failed', cluster: 'RolledBack', pool: 'RolledBack', end: 'RolledBack' };

// A node gets 12 hours to come, 18 seconds of the machine's; health and drains have patience of their own.
const it = withDrydock({ fleet, speed: 2400, settings: { DRYDOCK_SETTLE: '12h' } })
  .extend(
    'strike',
    ({ drydock }) =>
      (group: string, fault: object) =>
        drydock.simulator.fault({
          match: { method: 'PUT', pool: 'system', cluster: `aks-${group}` },
          ...fault,
        } as never),
  )
  .extend(
    'fix',
    ({ drydock }) =>
      async (group: string) =>
        (await kubernetesOf(drydock.simulator, `aks-${group}`)).patchDeployment('shop', 'web', mended),
  )
  .extend(
    'availableWebs',
    ({ drydock }) =>
      async (group: string) =>
        (await kubernetesOf(drydock.simulator, `aks-${group}`)).availableOf('shop', 'web'),
  );

describe.concurrent('the journey of an operator whose pods or nodes do not become ready', () => {
  it('whose drain stalls', async ({ drydock, fix }) => {
    const journey = await given('a budget that lets one pod go, whose successors do not get ready', () =>
      setOut(drydock, 'drain', { ...looks, ...ask }),
    );
    await then('nothing of it could be predicted, and the pool was begun', async () => {
      const view = await journey.asked();
      expect(view).toMatchObject({ cluster: 'NeedsDecision', pool: 'NeedsDecision' });
      expect(await journey.sent()).toEqual([controlPlane, upgrade]);
    });
    await then(
      'the operator reads which budget blocks, how far the pool came, and what may be done',
      async () => {
        const view = await journey.asked();
        expect(view.reason).toMatch(
          /shop\/web-\S+ blocked by pdb web: .* A node could not be drained; fix the disruption budget/,
        );
        expect(view.reason).toMatch(
          /PartiallyUpgraded: 1 of 2 nodes( \(.*?\))? run 1\.34\.1\. Rollback to 1\.33\.5 is possible/,
        );
        expect(view).toMatchObject({ end: 'PartiallyUpgraded', choices: ['retry', 'skip', 'rollback'] });
      },
    );
    await when('its owner mends what does not get ready, and the operator says retry', async () => {
      await fix('drain');
      await journey.decide('retry');
    });
    await then('the upgrade goes on where it stopped, and is sent once more', async () => {
      expect(await journey.ended()).toMatchObject(completed);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, goesOn]);
      expect(await journey.nodes()).toEqual([fresh, fresh]);
    });
  });

  it('whose image breaks readiness', async ({ drydock, availableWebs }) => {
    const journey = await given('an image that does not get ready on nodes of the new version', () =>
      setOut(drydock, 'readiness', { ...looks, ...ask }),
    );
    await then('every node is upgraded, and what became worse holds', async () => {
      const view = await journey.asked();
      expect(view.reason).toMatch(
        /^Deployment shop\/web has 0 of 2 pods available.*Health is worse than before this step/,
      );
      expect(await journey.nodes()).toEqual([fresh, fresh]);
    });
    await then('the operator may mend it, leave it, or take the pool back', async () => {
      expect(await journey.asked()).toMatchObject({
        end: 'Succeeded',
        choices: ['retry', 'skip', 'rollback'],
      });
    });
    await when('the operator takes the pool back', () => journey.decide('rollback', 'the shop is down'));
    await then('every node is back, and so is the shop', async () => {
      const view = await journey.ended();
      expect(view).toMatchObject(wentBack);
      expect(view.reason).toMatch(/rolled back by alice: the shop is down/);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, rollbackOffer]);
      expect(await journey.nodes()).toEqual([old, old]);
      expect(await availableWebs('readiness')).toBe(2);
    });
  });

  it('whose image breaks readiness, where the file takes the pool back automatically', async ({
    drydock,
    availableWebs,
  }) => {
    const journey = await given('the same image, and a file that says OnFailure', () =>
      setOut(drydock, 'readiness-alone', { ...looks, ...onFailure }),
    );
    await then('it goes back without a person, and the reason says what became worse', async () => {
      const view = await journey.ended();
      expect(view).toMatchObject({ ...wentBack, choices: [] });
      expect(view.reason).toMatch(
        /^system went back to 1\.33\.5\. .*OnFailure.*Deployment shop\/web has 0 of 2 pods/,
      );
      expect(await journey.sent()).toEqual([controlPlane, upgrade, rollbackOffer]);
      expect(await journey.decisions()).toEqual([]);
    });
    await then('the shop is well again', async () => {
      expect(await journey.nodes()).toEqual([old, old]);
      expect(await availableWebs('readiness-alone')).toBe(2);
    });
  });

  it('whose node never comes', async ({ drydock, strike }) => {
    await given('a node that never gets ready, of which Azure says nothing', () =>
      strike('node', { kind: 'node-stays-not-ready' }),
    );
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'node', ask));
    await then(
      'Azure says Succeeded, and Drydock asks once the patience with the node is at an end',
      async () => {
        const view = await journey.asked();
        expect(view.reason).toMatch(
          /aks-system-\S+ is not ready.*Azure reports success, but the cluster does not match the plan/,
        );
        expect(view).toMatchObject({ end: 'NodesNotReady', choices: ['retry', 'skip', 'rollback'] });
        expect(await journey.nodes()).toEqual(['v1.34.1 not ready', fresh]);
      },
    );
    await when('the operator takes the pool back', () => journey.decide('rollback'));
    await then('every node is back and ready', async () => {
      expect(await journey.ended()).toMatchObject(wentBack);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, rollbackOffer]);
      expect(await journey.nodes()).toEqual([old, old]);
    });
  });
});

describe.concurrent('the journey of an operator whose operation fails in Azure', () => {
  it('whose surge meets a quota', async ({ drydock, strike }) => {
    await given('a quota that is used up after preflight', () => strike('quota', { kind: 'quota' }));
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'quota', onFailure));
    await then(
      'the cluster waits whatever the file says, for no version frees a quota, and no node was upgraded to roll back',
      async () => {
        const view = await journey.asked();
        expect(view.reason).toMatch(/QuotaExceeded.*raise it or lower maxSurge, then retry/);
        expect(view).toMatchObject({ end: 'Failed', choices: ['retry', 'skip'] });
        expect(await journey.nodes()).toEqual([old, old]);
      },
    );
    await when('the quota is raised and the operator says retry', () => journey.decide('retry'));
    await then('the pool is upgraded', async () => {
      expect(await journey.ended()).toMatchObject(completed);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, goesOn]);
      expect(await journey.nodes()).toEqual([fresh, fresh]);
    });
  });

  it('whose operation fails half way, and who goes back', async ({ drydock, strike }) => {
    await given('an operation that fails after its first node', () =>
      strike('half-way', { kind: 'operation-fails', afterNodes: 1 }),
    );
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'half-way', ask));
    await then('the operator reads how far it came and until when there is a way back', async () => {
      const view = await journey.asked();
      expect(view.reason).toMatch(
        /UpgradeFailed.* PartiallyUpgraded: \d of \d nodes( \(.*?\))? run 1\.34\.1\. Rollback to 1\.33\.5 is possible until 2026-/,
      );
      expect(view).toMatchObject({ end: 'PartiallyUpgraded', choices: ['retry', 'skip', 'rollback'] });
      expect(await journey.nodes()).toContain(old);
    });
    await when('the operator takes the pool back, and is told that AKS has the last word', async () => {
      expect(await journey.decide('rollback', 'it is slow')).toContain('where AKS still allows it');
    });
    await then('every node is back, the surge is gone, and it is told by whom and why', async () => {
      const view = await journey.ended();
      expect(view).toMatchObject(wentBack);
      expect(view.reason).toMatch(/rolled back by alice: it is slow/);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, rollbackOffer]);
      expect(await journey.nodes()).toEqual([old, old]);
      expect(await journey.notRestored()).toEqual([]);
      expect(await journey.decisions()).toEqual(['alice rollback: it is slow']);
    });
  });

  it('whose operation fails half way, and who continues', async ({ drydock, strike }) => {
    await given('an operation that fails after its first node', () =>
      strike('half-way-on', { kind: 'operation-fails', afterNodes: 1 }),
    );
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'half-way-on', ask));
    await then('the operator is asked', async () => {
      expect(await journey.asked()).toMatchObject({ end: 'PartiallyUpgraded' });
    });
    await when('the operator says retry', () => journey.decide('retry'));
    await then('the rest of the pool is upgraded, and the surge is gone', async () => {
      expect(await journey.ended()).toMatchObject(completed);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, goesOn]);
      expect(await journey.nodes()).toEqual([fresh, fresh]);
    });
  });
});

describe.concurrent('the journey of an operator whose operation reports success and did not finish', () => {
  it('who is lied to', async ({ drydock, strike }) => {
    await given('an operation that says Succeeded and leaves a node as it was', () =>
      strike('lie', { kind: 'false-success' }),
    );
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'lie', ask));
    await then('Drydock believes the nodes', async () => {
      const view = await journey.asked();
      expect(view.reason).toMatch(
        /runs 1\.33\.5 instead of 1\.34\.1.*Azure reports success, but the cluster does not match the plan/,
      );
      expect(view.reason).toMatch(/PartiallyUpgraded: 1 of 2 nodes( \(.*?\))? run 1\.34\.1/);
      expect(view).toMatchObject({ end: 'PartiallyUpgraded', choices: ['retry', 'skip', 'rollback'] });
    });
    await when('the operator takes the pool back', () => journey.decide('rollback'));
    await then('every node is back, and nobody called it a success', async () => {
      expect(await journey.ended()).toMatchObject(wentBack);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, rollbackOffer]);
      expect(await journey.nodes()).toEqual([old, old]);
    });
  });

  it('who is lied to, and has it sent again', async ({ drydock, strike }) => {
    await given('an operation that says Succeeded and leaves a node as it was, twice', () =>
      strike('lie-again', { kind: 'false-success', times: 2 }),
    );
    const journey = await when('its pool is upgraded', () => setOut(drydock, 'lie-again', ask));
    const asked = await then('Drydock believes the nodes, and has sent it once', async () => {
      const view = await journey.asked();
      expect(await journey.sent()).toEqual([controlPlane, upgrade]);
      return view;
    });
    await when('the operator says retry', () => journey.decide('retry'));
    await then('it is sent for the node that was left, in vain, and what is left to do is said', async () => {
      expect((await journey.askedAgain(asked)).reason).toMatch(
        /aks-system-\S+ runs 1\.33\.5 instead of 1\.34\.1.* The operation was sent again.* Manual action required: .*drydock drain/,
      );
      expect(await journey.sent()).toEqual([controlPlane, upgrade, goesOn]);
    });
    await when('the operator says retry once more', () => journey.decide('retry'));
    await then('Azure means it, and the node comes along', async () => {
      expect(await journey.ended()).toMatchObject(completed);
      expect(await journey.sent()).toEqual([controlPlane, upgrade, goesOn, goesOn]);
      expect(await journey.nodes()).toEqual([fresh, fresh]);
    });
  });
});
