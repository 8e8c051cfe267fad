import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { readNightly } from '#cli/input/read-nightly.ts';
import { findSchedule } from '#cli/schedule/schedules.ts';
import { steer } from '#cli/steer/steer.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { decisionDigest } from '#domain/gate/decision-digest.ts';
import { scheduleDigest } from '#domain/nightly/schedule-digest.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { digestText } from '#domain/text/digest.ts';
import { readPublicKey } from '#gateways/entra/approval-keys.ts';
import { sealToken } from '#gateways/entra/sealed-token.ts';
import { clusterSignals, type DecideSignal } from '#protocol/signals.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { applicationId, approversGroup, password } from '#simulator/access/directory.ts';
import { clientId, tenantId } from '#simulator/access/identity.ts';
import { fleetFile, type GroupSpec, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { playScheduledRun, scheduleNightly } from '../campaigns/play-scheduled-run.ts';
import { spawnDrydock } from '../processes/run-drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations } from '../simulated/accepted-operations.ts';

const own = openTemporaryFiles();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privateFile = own.write(
  'approval-keys',
  privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
);
chmodSync(privateFile, 0o600);
const publicFile = own.write('approval-key', publicKey.export({ format: 'pem', type: 'spki' }).toString());
// For the worker; commands get a public key.
process.env.DRYDOCK_APPROVAL_KEYS = privateFile;
process.env.DRYDOCK_APPROVAL_AUDIENCE = applicationId;
process.env.DRYDOCK_APPROVAL_REQUIRED = 'true';
const nightly = (group: string, campaign: GroupSpec = { approval: { identity: 'Entra' } }) =>
  own.write(`${group}.json`, nightlySpec(group, campaign));
const approved = nightly('nodes');
const { nightly: ofFile, text } = readNightly(approved);
process.env.DRYDOCK_APPROVAL_SCHEDULES = scheduleDigest(ofFile.campaign, digestText(text));

const journalOf = ({ journal = [] }: CampaignStatus) => journal;
const rings = ['test', 'production'];
const fleet = fleetFile({
  gate: rings.map((ring) => ({ name: `aks-${ring}`, tags: { ring } })),
  stuck: [{ name: 'aks-stuck' }],
  nodes: [{ name: 'aks-nodes' }],
  another: [{ name: 'aks-another' }],
  claimed: [{ name: 'aks-claimed' }],
});

const it = withDrydock({ fleet, speed: 2400 })
  .extend('as', ({ drydock }) => (person: string, over: Readonly<Record<string, string>> = {}) => {
    const { AZURE_CLIENT_SECRET: _, ...environment } = drydock.environment() as Record<string, string>;
    return {
      ...environment,
      AZURE_USERNAME: `${person}@simulated.example`,
      AZURE_PASSWORD: password,
      DRYDOCK_APPROVAL_AUDIENCE: 'api://drydock',
      DRYDOCK_APPROVAL_KEY: publicFile,
      ...over,
    };
  })
  /** Seals a token for a decision and sends it, or with other fields than it was sealed for: the campaign's answer. */
  .extend(
    'sendToken',
    ({ drydock }) =>
      async (name: string, token: string, verb: 'approve' | 'reject', digest: string, sent: object = {}) => {
        const { session } = drydock;
        const terms = { gate: 'test', digest, reason: 'x' };
        const decision = { namespace: session.namespace, campaign: name, verb, terms };
        const key = readPublicKey({ DRYDOCK_APPROVAL_KEY: publicFile })!;
        const proof = await sealToken(token, decisionDigest(decision), key);
        return steer(session, name, verb, { by: 'x', ...terms, proof, ...sent }).then(
          ({ text }) => text,
          (error: Error) => error.message,
        );
      },
  )
  .extend('tokenOf', ({ drydock }) => async (person: string) => {
    const { AZURE_AUTHORITY_HOST } = drydock.environment() as Record<string, string>;
    const body = new URLSearchParams({
      grant_type: 'password',
      client_id: clientId,
      username: `${person}@simulated.example`,
      password,
      scope: 'api://drydock/.default',
    });
    const url = `${AZURE_AUTHORITY_HOST}/${tenantId}/oauth2/v2.0/token`;
    const answer = await fetch(url, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  })
  .extend('join', ({ drydock }) => async (person: string, groups: readonly string[]) => {
    const body = { name: `${person}@simulated.example`, groups };
    await drydock.simulator.ask('/_simulator/people', { method: 'POST', body });
  });

describe('with approval.identity: Entra', () => {
  it('an approval counts by the token alone, once, and for the decision that it was made for', async ({
    drydock,
    files,
    as,
    sendToken,
    tokenOf,
    join,
  }) => {
    const name = `entra-${randomUUID().slice(0, 8)}`;
    const spec = groupSpec('gate', {
      stages: rings.map((ring) => ({
        name: ring,
        clusters: [{ tags: { ring } }],
        approval: { approvers: [approversGroup, 'Drydock.Approve'], quorum: 2 },
      })),
      approval: { identity: 'Entra' },
    });
    const file = files.write('campaign.json', spec);
    const start = (person: string, over = {}) =>
      spawnDrydock(
        ['start', '-f', file, '--id', name, '--yes', '--pace', 'simulator', '--reason', 'text', '--quiet'],
        as(person, over),
      );
    expect(await start('eva', { DRYDOCK_APPROVAL_KEY: '' })).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('DRYDOCK_APPROVAL_KEY is not set'),
    });
    expect(await start('eva')).toMatchObject({ exitCode: 0 });
    const campaign = drydock.follow(name);
    const atGate = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'gate'));
    const approve = (person: string, over: Readonly<Record<string, string>> = {}, typed = 'eva') =>
      spawnDrydock(
        ['approve', name, '--gate', 'test', '--as', typed, '--reason', 'looks well', '--yes'],
        as(person, over),
      );
    const refused = [
      [await approve('mallory'), 'mallory@simulated.example'],
      [await approve('eva', {}, 'oncall'), 'started the campaign'],
      [await approve('joiner'), 'more than 200'],
      [await approve('oncall', { DRYDOCK_APPROVAL_AUDIENCE: 'api://other' }), 'for another application'],
    ] as const;
    for (const [ran, said] of refused)
      expect(ran).toMatchObject({ exitCode: 77, stderr: expect.stringContaining(said) });
    await join('oncall', []);
    expect(await approve('oncall')).toMatchObject({
      exitCode: 77,
      stderr: expect.stringContaining('is not an approver'),
    });
    await join('oncall', [approversGroup]);

    const token = await tokenOf('lead');
    const { planDigest } = atGate;
    const send = (verb: 'approve' | 'reject', sent = {}) => sendToken(name, token, verb, planDigest, sent);
    const forged = { name: 'lead', objectId: 'x', standsFor: [approversGroup] };
    expect(await send('approve', { proof: undefined })).toContain('has no proof of identity');
    expect(await send('approve', { proof: undefined, identity: forged })).toContain(
      'has no proof of identity',
    );
    expect(await send('approve', { proof: 'x'.repeat(40_000) })).toContain('more than 32768 characters');
    expect(await send('approve', { reason: 'another' })).toContain('the proof is for another decision');
    expect(await send('approve')).toMatch(/approved by lead@simulated\.example .*; 1 more must approve/);
    expect(await send('reject')).toContain('has decided before');
    expect(await approve('oncall')).toMatchObject({ exitCode: 0 });
    expect((await campaign.result()).phase).toBe('Completed');

    const { decisions } = await campaign.status();
    expect(decisions.map(({ verb, by, identity }) => [verb, by.split(' ')[0], identity])).toEqual([
      ['start', 'eva@simulated.example', 'verified'],
      ['approve', 'lead@simulated.example', 'verified'],
      ['approve', 'oncall@simulated.example', 'verified'],
    ]);
    const history = JSON.stringify(await campaign.history());
    // By its header all tokens of the tenant look alike.
    for (const part of token.split('.').slice(1)) {
      expect(history).not.toContain(part);
      expect(history).not.toContain(Buffer.from(part).toString('base64'));
    }
  });

  it('a force counts by the token alone, too', async ({ drydock, as, files }) => {
    const name = `force-${randomUUID().slice(0, 8)}`;
    const spec = groupSpec('stuck', {
      approval: { identity: 'Entra' },
      forceUpgrade: { approvers: [approversGroup] },
    });
    const file = files.write('force.json', spec);
    const match = { method: 'PUT', cluster: 'aks-stuck', pool: 'system' };
    // Each attempt: without force, after an unproven one, by force.
    await drydock.simulator.fault({ kind: 'operation-fails', match, afterNodes: 1, times: 9 });
    const typed = (person: string, ...args: readonly string[]) =>
      spawnDrydock([...args, '--reason', 'text', '--yes'], as(person));
    const started = await typed('lead', 'start', '-f', file, '--id', name, '--pace', 'simulator', '--quiet');
    expect(started.exitCode).toBe(0);
    const campaign = drydock.follow(name);
    await campaign.until(needsDecision);
    const force = ['force', name, '--target', 'cluster/aks-stuck', '--as', 'eva'] as const;
    expect((await typed('mallory', ...force)).exitCode).toBe(77);

    const { stages } = await campaign.until(needsDecision);
    const { resourceId } = stages[0]!.clusters[0]!;
    const signalled: DecideSignal = { verb: 'force', by: 'eva', reason: 'by signal', forMs: 60_000 };
    const { workflow } = drydock.session.client;
    await workflow.getHandle(clusterWorkflowId(resourceId)).signal(clusterSignals.decide, signalled);
    const refused = await campaign.until(
      (status) => needsDecision(status) && journalOf(status).some(({ what }) => what === 'force-refused'),
    );
    expect(journalOf(refused).find(({ what }) => what === 'force-refused')).toMatchObject({
      target: 'pool/aks-stuck/system',
      text: 'it came without a proof of identity (approval.identity)',
    });
    expect(journalOf(refused).some(({ what }) => what === 'force-on')).toBe(false);

    expect((await typed('eva', ...force)).exitCode).toBe(0);
    const { decisions } = await campaign.status();
    expect(decisions.at(-1)).toMatchObject({
      verb: 'force',
      identity: 'verified',
      by: expect.stringMatching(/^eva@simulated\.example \(/),
    });
    const forced = await campaign.until((status) =>
      journalOf(status).some(({ what }) => what === 'force-on'),
    );
    expect(journalOf(forced).find(({ what }) => what === 'force-on')?.text).toContain(
      'allowed by eva@simulated.example (',
    );
  });

  it('a schedule runs by its digest alone, whoever starts it', async ({ drydock }) => {
    const { session } = drydock;
    const played = async (name: string, file: string, audits = false) => {
      await scheduleNightly(session, name, file, audits);
      return playScheduledRun(session, name);
    };
    expect(await played('approved', approved)).toMatchObject({ phase: 'Completed', clusters: { done: 1 } });
    expect((await findSchedule(session, 'approved')).schedule.digest).toBe(
      process.env.DRYDOCK_APPROVAL_SCHEDULES,
    );
    const refused = { phase: 'Failed', reason: expect.stringContaining('DRYDOCK_APPROVAL_REQUIRED') };
    expect(await played('another', nightly('another'))).toMatchObject({
      ...refused,
      reason: expect.stringContaining('schedules whose digest DRYDOCK_APPROVAL_SCHEDULES names'),
    });
    expect(await played('claimed', nightly('claimed', {}))).toMatchObject(refused);
    expect(await played('audited', nightly('claimed', {}), true)).toMatchObject({ phase: 'Completed' });

    const { handle } = await findSchedule(session, 'another');
    const { action } = await handle.describe();
    const byHand = session.client.workflow.execute(workflowTypes.nightly, {
      workflowId: 'nightly/by-hand',
      taskQueue: action.taskQueue,
      args: [...(action.args ?? [])],
    });
    await expect(byHand).rejects.toMatchObject({
      cause: { message: expect.stringContaining('DRYDOCK_APPROVAL_SCHEDULES names') },
    });
    const upgraded = await acceptedOperations(drydock.simulator);
    const scheduled = upgraded.filter(({ kind }) => kind === 'node-image-upgrade');
    expect(scheduled.map(({ cluster }) => cluster)).toEqual(['aks-nodes']);
  });

  it('a campaign without it does not run where workers require it', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('gate'));
    expect(await campaign.result()).toMatchObject({
      phase: 'Failed',
      reason: expect.stringContaining('approval.identity: Entra (DRYDOCK_APPROVAL_REQUIRED)'),
    });
    expect((await campaign.status()).decisions).toEqual([]);
  });
});
