import { describe, expect, it } from 'vitest';
import { decideSetting } from '#domain/audit/hardening/decide-setting.ts';
import type { CommandProposal } from '#domain/audit/hardening/proposal.ts';
import { applySetting } from '#procedures/harden/apply-setting.ts';
import { fleetFile } from '../../campaigns/fleet-file.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const { simulator, gateways } = await azureForFile({
  fleet: fleetFile({
    settings: [
      { name: 'aks-plain' },
      { name: 'aks-held' },
      { name: 'aks-late' },
      { name: 'aks-lost' },
      { name: 'aks-mute' },
    ],
  }),
});
const { azure } = gateways;

function resourceId(name: string): string {
  const found = simulator.ready.clusters.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no cluster ${name}`);
  return found.resourceId;
}
const document = (name: string) => azure.surroundings(resourceId(name)).document();
/** Its properties; eTags, its pools' among them, are new after every change. */
const settingsOf = async (name: string) => {
  const { properties } = await document(name);
  const bare = JSON.stringify(properties, (key, value: unknown) => (key === 'eTag' ? undefined : value));
  return JSON.parse(bare) as { readonly autoUpgradeProfile: object };
};
const mutationsOf = async (name: string) =>
  (await simulator.armMutations()).filter(({ cluster }) => cluster === name);

const proposal: CommandProposal = {
  kind: 'command',
  control: 'SB-UPG-03',
  resource: 'ManagedCluster/any',
  command: 'az aks update',
  why: 'look first',
};

/** Agreed on now, and sent; `whyHeld` is asked right before it is. */
async function apply(name: string, whyBlocked: () => Promise<string | null> = async () => null) {
  const agreed = decideSetting(proposal, resourceId(name), await document(name));
  if (agreed.kind !== 'send') throw new Error(agreed.kind);
  const request = { resourceId: resourceId(name), proposal, agreed, correlationId: name };
  const told: string[] = [];
  const outcome = await applySetting(azure, request, {
    whyBlocked,
    describeSent: (undo) => told.push(undo),
    wait: () => simulator.advance('10m'),
  });
  return { ...outcome, told };
}

/** Someone else changes the cluster, to the end. */
async function changeBySomebody(name: string, path: readonly string[], value: string | boolean) {
  const { eTag } = await azure.inspectCluster(resourceId(name));
  const more = { eTag, notAfterMs: null, correlationId: 'somebody' };
  expect((await azure.changeSetting({ resourceId: resourceId(name), path, value }, more)).kind).toBe(
    'accepted',
  );
  await simulator.advance('1h');
}

describe('a setting of Azure', () => {
  it('is sent once, waited for and read back, and its neighbours stay', async () => {
    const before = await settingsOf('aks-plain');
    const { state, why, undo, told, cautions } = await apply('aks-plain');
    expect([state, why]).toEqual(['applied', 'autoUpgradeProfile.upgradeChannel: none, then patch']);
    expect(undo).toMatch(
      /^az aks update --subscription \S+ -g rg-fleet -n aks-plain --auto-upgrade-channel none$/,
    );
    expect([told, cautions]).toEqual([[undo], ['look first']]);
    const after = await settingsOf('aks-plain');
    expect(after).toEqual({
      ...before,
      autoUpgradeProfile: { ...before.autoUpgradeProfile, upgradeChannel: 'patch' },
    });
    expect(await mutationsOf('aks-plain')).toHaveLength(1);

    await changeBySomebody('aks-plain', ['autoUpgradeProfile', 'upgradeChannel'], 'none');
    expect(await settingsOf('aks-plain')).toEqual(before);
  });

  it('is not sent to a cluster that a campaign has', async () => {
    const { state, why, told } = await apply('aks-held', async () => 'a campaign has it');
    expect([state, why, told]).toEqual(['refused', 'a campaign has it', []]);
    expect(await mutationsOf('aks-held')).toEqual([]);
  });

  it('is not sent where the cluster changed after it was read', async () => {
    const { state, why } = await apply('aks-late', async () => {
      await changeBySomebody('aks-late', ['disableLocalAccounts'], true);
      return null;
    });
    expect([state, why]).toEqual(['refused', 'the cluster was changed meanwhile: nothing was sent']);
    expect(await mutationsOf('aks-late')).toHaveLength(1);
    expect(await settingsOf('aks-late')).toMatchObject({ autoUpgradeProfile: { upgradeChannel: 'none' } });
  });

  it('that Azure refuses is refused in its words', async () => {
    await simulator.fault({
      kind: 'error-answer',
      match: { plane: 'arm', cluster: 'aks-lost', method: 'PUT' },
      status: 403,
      code: 'AuthorizationFailed',
      times: 1,
    });
    const { state, why, undo } = await apply('aks-lost');
    expect([state, undo]).toEqual(['refused', null]);
    expect(why).toContain('AuthorizationFailed');
  });

  it('whose answer is lost may be there: it failed, and what takes it back is named', async () => {
    await simulator.fault({
      kind: 'lost-answer',
      match: { plane: 'arm', cluster: 'aks-mute', method: 'PUT' },
      times: 1,
    });
    const { state, undo } = await apply('aks-mute');
    expect(state).toBe('failed');
    expect(undo).toContain('--auto-upgrade-channel none');
    expect(await mutationsOf('aks-mute')).toHaveLength(1);
  });
});
