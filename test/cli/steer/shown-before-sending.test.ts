import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TemporalSession } from '#cli/temporal/temporal-client.ts';
import { answersToGate } from '#domain/status/actions.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { aClusterStatus } from '../../builders/a-campaign-status.ts';
import { halfWay, step } from '../view/status/a-status.ts';

const world = vi.hoisted(() => ({
  /** What reached stderr, and what was sent, in their order. */
  log: [] as string[],
  sent: [] as object[],
  status: null as object | null,
  refusal: null as object | null,
  /** What the campaign was asked whether it would refuse it. */
  asked: [] as unknown[][],
}));

vi.mock(import('#cli/temporal/temporal-client.ts'), async (original) => ({
  ...(await original()),
  withTemporal: (work) => {
    const handle = {
      describe: async () => ({}),
      query: async (...asked: unknown[]) => {
        world.asked.push(asked);
        return world.refusal;
      },
      async executeUpdate(verb: string, { args }: { readonly args: readonly [object] }) {
        world.log.push(`sent ${verb}`);
        world.sent.push(args[0]);
        return { text: 'done', decision: {} };
      },
    };
    const client = { workflow: { getHandle: () => handle } };
    const session = { client, within: (call: () => unknown) => call() };
    return work(session as object as TemporalSession);
  },
}));
vi.mock(import('#cli/temporal/read-status.ts'), async (original) => ({
  ...(await original()),
  readStatus: async () => ({ status: world.status as CampaignStatus, plan: null, now: 0 }),
}));

const since = '2026-11-21T01:36:00Z';
const approvals = { quorum: 1, approvedBy: [], from: ['oncall'], except: ['alice'] };
const gate = {
  kind: 'gate',
  name: 'test',
  since,
  until: null,
  act: '',
  approvals,
  actions: answersToGate('x', 'test', { approvals, rejecters: { from: [], except: [] } }),
} as const;
const soak = { kind: 'soak', name: 'test', since, until: '2026-11-22T01:36:00Z', act: '' } as const;
const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-busy';
const busy = {
  ...aClusterStatus({ name: 'aks-busy', resourceId: id }),
  phase: 'Skipped' as const,
  reason: 'skipped by bob: later',
  steps: [step({ name: 'np1', phase: 'Failed', detail: '1 of 3 nodes is not Ready' })],
};
const stages = [{ name: 'test', phase: 'CompletedWithFailures' as const, clusters: [busy] }];

let runCommandLine: typeof import('#cli/command-line.ts').runCommandLine;

// Test files share their modules: those that know the mocks are this file's alone.
beforeAll(async () => {
  vi.resetModules();
  ({ runCommandLine } = await import('#cli/command-line.ts'));
});
afterAll(() => vi.resetModules());

const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;

beforeEach(() => {
  world.log = [];
  world.sent = [];
  world.asked = [];
  world.refusal = null;
  world.status = halfWay({ name: 'x', stages, waitingFor: [gate, soak] });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => world.log.push(String(text)) > 0);
});
afterEach(() => {
  Object.defineProperty(process, 'stdin', stdin);
  vi.restoreAllMocks();
});

const typed = (line: string, isTTY: boolean) => {
  Object.defineProperty(process, 'stdin', {
    value: Object.assign(new PassThrough(), { isTTY }),
    configurable: true,
  });
  return runCommandLine([...line.split(' '), '--reason', 'a-test', '--as', 'oncall']);
};

describe.each<readonly [line: string, says: readonly string[]]>([
  [
    'approve x --gate test',
    [
      'Stage test: 0 of 1 cluster completed',
      'aks-busy   Skipped',
      'Health: ',
      'Security: ',
      'Next:',
      'Plan ',
    ],
  ],
  ['reject x --gate test --yes', ['Stage test: 0 of 1 cluster completed', 'ends the campaign for good']],
  ['skip x --target cluster/aks-busy --yes', ['Skip cluster/aks-busy:', 'np1']],
  ['rollback x --target cluster/aks-busy --yes', ['Roll back cluster/aks-busy:', 'nothing: the campaign']],
  ['force x --target cluster/aks-busy --yes', ['Force the upgrade of cluster/aks-busy:', '1 of 3 nodes']],
  ['clean-up x --target pool/aks-busy/np1 --yes', ['Clean up pool/aks-busy/np1:', '1 of 3 nodes']],
  ['promote x --yes', ['End the soak of stage/test:', 'aks-busy', 'Soak: since', 'Health: ']],
  ['promote x --target stage/test --yes', ['End the soak of stage/test:', 'Soak: since', 'Health: ']],
])('%s', (line, says) => {
  it.each([false, true])('shows what it is about before it is sent (terminal: %s)', async (isTTY) => {
    const yes = line.endsWith('--yes') ? line : `${line} --yes`;
    expect(await typed(isTTY ? yes : line, isTTY)).toBe(0);
    const text = world.log.join('');
    const sent = text.indexOf('sent ');
    for (const each of says) {
      expect(text).toContain(each);
      expect(text.indexOf(each)).toBeLessThan(sent);
    }
  });
});

it.each([
  ['reject x --gate test', 'ends the campaign for good'],
  ['skip x --target cluster/aks-busy', 'Skip cluster/aks-busy:'],
  ['rollback x --target cluster/aks-busy', 'Roll back cluster/aks-busy:'],
  ['force x --target cluster/aks-busy', 'Force the upgrade of cluster/aks-busy:'],
  ['clean-up x --target pool/aks-busy/np1', 'Clean up pool/aks-busy/np1:'],
  ['promote x', 'Soak: since'],
])('%s shows what it is about before it is refused without a terminal', async (line, says) => {
  expect(await typed(line, false)).toBe(64);
  const text = world.log.join('');
  expect(text).toContain(says);
  expect(text.indexOf(says)).toBeLessThan(text.indexOf('confirmation is required'));
  expect(world.sent).toEqual([]);
});

it('names what would be refused beside the missing confirmation', async () => {
  world.refusal = { type: 'InvalidCommand', text: 'There is no cluster aks-bsuy in this campaign.' };
  expect(await typed('skip x --target cluster/aks-bsuy', false)).toBe(64);
  expect(world.log.join('')).toMatch(/confirmation is required.*; .*aks-bsuy/);
});

describe.each([
  'approve x --gate test',
  'reject x --gate test --yes',
  'skip x --target cluster/aks-busy --yes',
  'rollback x --target cluster/aks-busy --yes',
  'force x --target cluster/aks-busy --yes',
  'clean-up x --target pool/aks-busy/np1 --yes',
  'promote x --yes',
])('%s', (line) => {
  it.each([
    ['InvalidCommand', 1],
    ['NotAnApprover', 77],
    ['NotAllowed', 77],
    ['StaleDecision', 8],
  ])('shows and sends nothing that the campaign would refuse: %s', async (type, exitCode) => {
    world.refusal = { type, text: 'It has ended (RolledBack).' };
    for (const isTTY of [false, true]) expect(await typed(line, isTTY)).toBe(exitCode);
    expect(world.log.join('')).toMatch(/^error: It has ended \(RolledBack\)\./);
    expect(world.log.join('')).not.toContain('aks-busy  ');
    expect(world.sent).toEqual([]);
    const [verb, , , gateOrTarget = ''] = line.split(' ');
    const about = gateOrTarget === 'test' ? { gate: 'test' } : { target: gateOrTarget };
    expect(world.asked[0]).toEqual([
      'refusal',
      verb,
      expect.objectContaining({ by: 'oncall', ...(gateOrTarget === '' ? {} : about) }),
    ]);
  });
});

it('refuses the promotion of a cluster that does not soak before it is shown', async () => {
  world.status = halfWay({
    name: 'x',
    stages: [{ ...stages[0]!, clusters: [{ ...busy, phase: 'Running', finishedAt: null }] }],
    waitingFor: [],
  });
  expect(await typed('promote x --target cluster/aks-busy --yes', false)).toBe(1);
  expect(world.log.join('')).toMatch(/^error: aks-busy does not soak now\./);
  expect(world.sent).toEqual([]);
});

it('shows times in the zone of the terminal', async () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  await typed('promote x --yes', false);
  vi.unstubAllEnvs();
  expect(world.log.join('')).toContain('since Sat 2026-11-21 02:36 CET until Sun 2026-11-22 02:36 CET');
});

it.each(['approve x --gate test', 'reject x --gate test --yes'])(
  '%s is bound to the plan shown, or to the one of --digest',
  async (line) => {
    await typed(line, false);
    await typed(`${line} --digest sha256:other`, false);
    expect(world.sent).toEqual([
      expect.objectContaining({ digest: 'sha256:9f2c' }),
      expect.objectContaining({ digest: 'sha256:other' }),
    ]);
  },
);

it('sends nothing where no worker answers', async () => {
  world.status = halfWay({ name: 'x', stages, incomplete: 'no worker answers' });
  expect(await typed('skip x --target cluster/aks-busy --yes', false)).toBe(69);
  expect(world.sent).toEqual([]);
});
