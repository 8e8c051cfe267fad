import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressBar } from '#cli/view/status/status-header.ts';
import { statusTree } from '#cli/view/status/status-tree.ts';
import { answersToDecision, answersToGate } from '#domain/status/actions.ts';
import type { CampaignStatus, Phase } from '#domain/status/status.ts';
import { stepsAtEnd } from '#domain/status/step-status.ts';
import { withoutColour } from '../terminal/without-colour.ts';
import { clustersWith, halfWay, step } from './a-status.ts';

const draw = (status: CampaignStatus) =>
  statusTree({ status, namespace: 'default', timeZone: 'Europe/Berlin', palette: withoutColour });
const headOf = (status: CampaignStatus) => draw(status).split('\n\n', 1)[0]?.split('\n');

describe('the tree of a campaign', () => {
  it('shows the freeze in force once, whether or not a cluster has come to wait for it', () => {
    const freeze = { name: 'x', reason: 'freeze x by eva: CHG1', until: null };
    const line = 'Freeze:   freeze x by eva: CHG1 (until lifted): nothing begins, what runs is finished';
    expect(headOf(halfWay({ freeze }))?.at(-1)).toBe(line);
    const unread = { name: null, reason: 'the freezes could not be read: no answer', until: null };
    expect(headOf(halfWay({ freeze: unread }))?.at(-1)).toBe(
      'Freeze:   the freezes could not be read: no answer: nothing begins until they can be read',
    );
    const wait = { kind: 'freeze', name: freeze.reason, since: '2026-11-21T01:36:00Z', until: null } as const;
    const waitingFor = [{ ...wait, act: 'drydock freeze lift x --reason TEXT' }];
    expect(headOf(halfWay({ freeze, waitingFor }))).not.toContain(line);
  });

  it('is exactly as promised', () => {
    expect(`\n${draw(halfWay())}\n`).toBe(`
Name:     k8s-1-34              Temporal: default/campaign/k8s-1-34
Status:   ◌ Running             stage production, 1 of 2 clusters
Target:   1.34.1                Progress: ████████░░░░░░░░ 2/3 clusters  17/31 nodes  0 failed
Window:   open until Sat 2026-11-21 04:00 CET (1h12m left)

NAME                     KIND       STATUS         AGE    INFO
⟳ k8s-1-34               Campaign   ◌ Running      2d3h
├─ test                  Stage      ✔ Completed    2d2h   1/1, approved by oncall (CHG0041)
│  └─ aks-test-weu       Cluster    ✔ Completed    2d2h   1.33.5 -> 1.34.1
└─ production            Stage      ◌ Running      41m    1/2
   ├─ aks-shop-weu       Cluster    ✔ Completed    41m    1.33.5 -> 1.34.1
   └─ aks-pay-weu        Cluster    ◌ Running      12m    pool 2 of 3
      ├─ control plane   Step       ✔ Completed    11m
      ├─ system          Pool       ✔ Completed    7m     3/3 nodes
      ├─ np1             Pool       ◌ Running      3m     4/9 nodes, blocked by pdb payments/api: pod payments/api-1 of Deployment payments/api on aks-np1-29346120-vmss000004, for 2m, draining ..vmss000004 (2 pods left) and 1 more
      └─ win22           Pool       • NotStarted
`);
  });

  it.each([80, 140])('keeps within %i columns and says all of every reason', (width) => {
    const reason = `node pool np1: ${'aks-np1-29346120-vmss000004 is not Ready; '.repeat(5)}the end`;
    const stages = clustersWith({ phase: 'Failed', reason });
    const status = halfWay({ stages, reason: `stage test failed: ${reason}`, phase: 'Failed' });
    const input = { status, namespace: 'default', palette: withoutColour, width };
    const [, tree = ''] = statusTree(input).split('\n\n');
    expect(tree.split('\n').filter((line) => line.length > width)).toEqual([]);
    const flowing = tree.replaceAll(/[\s│]+/g, ' ');
    expect(flowing.split(reason)).toHaveLength(5);
    expect(flowing).toContain('..vmss000004 (2 pods left) and 1 more');
  });

  it('puts below each other what a narrow terminal has no room for, and breaks lines between words', () => {
    const wait = { kind: 'gate', name: 'test', since: '2026-11-21T01:36:00Z', until: null } as const;
    const status = halfWay({ waitingFor: [{ ...wait, act: 'drydock approve k8s-1-34 --gate test' }] });
    const [head] = statusTree({
      status,

      namespace: 'default',
      timeZone: 'Europe/Berlin',
      palette: withoutColour,
      width: 60,
    }).split('\n\n');
    expect(`\n${head}\n`).toBe(`
Name:     k8s-1-34
Temporal: default/campaign/k8s-1-34
Status:   ◌ Running
          stage production, 1 of 2 clusters
Target:   1.34.1
Progress: ████████░░░░░░░░ 2/3 clusters  17/31 nodes  0
          failed
Window:   open until Sat 2026-11-21 04:00 CET (1h12m left)
Waiting:  gate test, for 12m: drydock approve k8s-1-34
          --gate test
`);
  });

  it('says last what it could not find out', () => {
    expect(draw(halfWay({ incomplete: 'No worker answers.' })).endsWith('\n\nNo worker answers.')).toBe(true);
  });
});

describe('the INFO of a cluster or pool', () => {
  it('reports versions and pools of a cluster whose channel is suspended, not the channel', () => {
    const stages = clustersWith(({ steps }) => ({
      steps: [
        step({ name: 'suspend channel', phase: 'Completed', from: 'stable', to: 'none' }),
        ...steps,
        step({ name: 'resume channel', from: 'none', to: 'stable' }),
      ],
    }));
    const text = draw(halfWay({ stages }));
    expect(text).toMatch(/aks-test-weu .* 1\.33\.5 -> 1\.34\.1\n/);
    expect(text).toMatch(/aks-pay-weu .* pool 2 of 3\n/);
  });

  const at = (name: string, from: string, to: string, phase: Phase = from === to ? 'Skipped' : 'Completed') =>
    step({ name, from, to, phase });
  const [old, now] = ['1.33.5', '1.34.1'];
  it.each([
    ['all', [at('control plane', old, now), at('np1', old, now)], '1.33.5 -> 1.34.1'],
    ['nothing', [at('control plane', now, now), at('np1', now, now)], '1.34.1'],
    [
      'one pool',
      [at('control plane', now, now), at('np1', old, now), at('np2', now, now)],
      'np1 1.33.5 -> 1.34.1, control plane and np2 at 1.34.1',
    ],
    [
      'the control plane alone',
      [at('control plane', old, now), ...['np1', 'np2', 'np3'].map((name) => at(name, old, old))],
      'control plane 1.33.5 -> 1.34.1, 3 pools at 1.33.5',
    ],
    [
      'all but a pool that was skipped or rolled back on the way',
      [
        at('control plane', old, now),
        at('np1', old, now),
        at('np2', old, now, 'RolledBack'),
        at('np3', old, now, 'Skipped'),
      ],
      'control plane and np1 1.33.5 -> 1.34.1, np2 and np3 at 1.33.5',
    ],
    [
      'a pool that another upgrade had left half done',
      [at('control plane', now, now), { ...at('np1', now, now, 'Completed'), sent: true as const }],
      'np1 completed at 1.34.1, control plane at 1.34.1',
    ],
    [
      'pools that were further behind',
      [
        at('control plane', '1.32.9', old),
        at('np1', '1.31.2', old),
        at('control plane', old, now),
        at('np1', old, now),
      ],
      'control plane 1.32.9 -> 1.34.1, np1 1.31.2 -> 1.34.1',
    ],
  ])('says of a completed cluster in which %s changed what is true of each part', (_what, steps, info) => {
    const lines = draw(halfWay({ stages: clustersWith({ phase: 'Completed', steps }) })).split('\n');
    expect(
      lines
        .find((line) => line.includes('aks-test-weu'))
        ?.split(/ {3,}/)
        .at(-1),
    ).toBe(info);
  });

  it.each([
    ['has nothing to be done counts its nodes as none undone', '1.34.1', /Skipped .* 1 node, why\n/],
    ['was blocked counts them as undone', '1.33.5', /Skipped .* 0\/1 nodes, why\n/],
  ])('a pool that %s', (_, from, words) => {
    const system = step({
      name: 'system',
      from,
      phase: 'Skipped',
      nodes: { done: 0, total: 1 },
      detail: 'why',
    });
    const stages = clustersWith({ phase: 'Running', steps: [system] });
    expect(`${draw(halfWay({ stages }))}\n`).toMatch(words);
  });

  it('reports what was unhealthy before a cluster was touched', () => {
    const preExistingIssues = { count: 1, first: ['Deployment shop/till: 0 of 2 pods are available'] };
    const stages = clustersWith({ preExistingIssues });
    const text = draw(halfWay({ stages }));
    expect(text).toContain('pool 2 of 3, 1 pre-existing issue (not blocking): Deployment shop/till');
    expect(text.match(/pre-existing/g)).toHaveLength(1);
  });

  it('reports how long it took, once something is over', () => {
    const stages = clustersWith(({ phase }) => ({
      finishedAt: phase === 'Completed' ? '2026-11-21T01:37:00Z' : null,
    }));
    const text = draw(halfWay({ stages }));
    expect(text).toMatch(/aks-shop-weu +Cluster +✔ Completed +30m/);
    expect(text).toMatch(/─ test +Stage +✔ Completed +2d2h/);
    expect(text).toMatch(/aks-pay-weu +Cluster +◌ Running +12m/);
  });
});

describe('a cluster that ended on its way', () => {
  const until = '2026-11-28T01:48:00Z';
  const offer = { version: '1.33.5', nodeImageVersion: 'i', until, because: null };
  const half = { nodes: { done: 4, total: 9 }, end: 'PartiallyUpgraded', rollbackOffer: offer } as const;
  const canceled = 'PartiallyUpgraded: 4 of 9 nodes run 1.34.1';
  const back = 'rollback to 1.33.5 possible for 7d (in Azure, by the command in drydock describe)';
  const nothing = { nodes: { done: 0, total: 9 } } as const;

  it.each([
    ['Failed', 'Failed', { ...half, detail: canceled }, `4/9 nodes, ${canceled}, ${back}`],
    ['Aborted', 'Aborted', { ...half, detail: canceled }, `4/9 nodes, ${canceled}, ${back}`],
    ['Skipped', 'Skipped', { ...half, detail: 'skipped by bob' }, `4/9 nodes, skipped by bob, ${back}`],
    [
      'CompletedWithFailures',
      'Skipped',
      { ...half, detail: 'skipped by bob' },
      `4/9 nodes, skipped by bob, ${back}`,
    ],
    [
      'Aborted',
      'Aborted',
      { ...nothing, end: 'Canceled', rollbackOffer: offer, detail: 'Canceled' },
      '0/9 nodes, Canceled',
    ],
    ['Aborted', 'Aborted', nothing, '0/9 nodes'],
    [
      'RolledBack',
      'RolledBack',
      { ...nothing, rollbackOffer: offer, detail: 'rolled back to 1.33.5' },
      '0/9 nodes, rolled back to 1.33.5',
    ],
  ] as const)('%s: says of its pool (%s) how far it came and what is possible', (phase, pool, over, info) => {
    const begun = step({ name: 'np1', phase: pool, startedAt: '2026-11-21T01:00:00Z', ...over });
    const [next] = stepsAtEnd(phase, [step({ name: 'np2', pool: 'np2', nodes: { done: 0, total: 3 } })]);
    const stages = clustersWith({ phase, finishedAt: '2026-11-21T01:30:00Z', steps: [begun, next!] });
    const lines = draw(halfWay({ stages })).split('\n');
    const of = (name: string) => lines.find((line) => line.includes(`─ ${name} `));
    expect(of('np1')?.split(/ {3,}/).at(-1)).toBe(info);
    expect(of('np2')).toMatch(/Skipped +not reached$/);
  });

  it('before it began has no steps to show', () => {
    const stages = clustersWith({ phase: 'Skipped', steps: [step({ name: 'system' })] });
    const text = draw(halfWay({ stages }));
    expect(text).toMatch(/aks-pay-weu +Cluster +↷ Skipped +12m$/m);
    expect(text).not.toContain('system');
  });
});

describe('the rollback of a node pool', () => {
  it('is not offered where no node was upgraded', () => {
    const offer = { version: '1.33.5', nodeImageVersion: 'i', until: '2026-11-28T01:48:00Z', because: null };
    const nodes = { done: 0, total: 3 };
    const failed = { phase: 'NeedsDecision', end: 'Failed', nodes, rollbackOffer: offer } as const;
    const stages = clustersWith(({ phase }) => ({
      steps: phase === 'Running' ? [step({ name: 'system', ...failed })] : [],
    }));
    expect(draw(halfWay({ stages }))).not.toContain('rollback to');
  });

  it.each([
    [
      'of a pool that is done',
      'Completed',
      '2026-11-28T01:48:00Z',
      /3\/3 nodes, rollback to 1\.33\.5 possible for 7d/,
    ],
    [
      'of one that needs a decision',
      'NeedsDecision',
      '2026-11-21T02:48:00Z',
      /rollback to 1\.33\.5 possible for 1h/,
    ],
    ['not of one that is under way', 'Running', '2026-11-28T01:48:00Z', /3\/3 nodes\n/],
    ['not once it is closed', 'Completed', '2026-11-21T01:00:00Z', /3\/3 nodes\n/],
    ['not where there is none', 'Completed', null, /3\/3 nodes\n/],
  ] as const)('reports how long a rollback is possible, %s', (_, phase, until, words) => {
    const rollbackOffer = { version: '1.33.5', nodeImageVersion: 'image', until, because: null };
    const system = step({
      name: 'system',
      pool: 'system',
      phase,
      nodes: { done: 3, total: 3 },
      rollbackOffer,
    });
    const stages = clustersWith({ phase: 'Running', steps: [system] });
    expect(`${draw(halfWay({ stages }))}\n`).toMatch(words);
  });

  it("names Azure's command for the rollback once the cluster is over", () => {
    const rollbackOffer = {
      version: '1.33.5',
      nodeImageVersion: 'image',
      until: '2026-11-28T01:48:00Z',
      because: null,
    };
    const system = step({ name: 'system', pool: 'system', phase: 'Completed', rollbackOffer });
    const stages = clustersWith({ phase: 'Failed', steps: [system] });
    expect(draw(halfWay({ stages }))).toMatch(
      /rollback to 1\.33\.5 possible for 7d \(in Azure, by the command in drydock describe\)\n/,
    );
  });

  it('reports why a pool cannot be rolled back', () => {
    const because = 'the node OS upgrade channel is NodeImage';
    const rollbackOffer = { version: '1.33.5', nodeImageVersion: 'image', until: null, because };
    const system = step({ name: 'system', phase: 'Completed', nodes: { done: 3, total: 3 }, rollbackOffer });
    const stages = clustersWith({ phase: 'Running', steps: [system] });
    expect(draw(halfWay({ stages }))).toContain(`3/3 nodes, no rollback: ${because}`);
  });
});

describe('the INFO of a stage', () => {
  const soak = (endedAt: string | null, decisions: CampaignStatus['decisions'] = []) => {
    const [test, ...later] = halfWay().stages;
    const soaked = {
      ...test!,
      soak: { since: '2026-11-20T11:00:00Z', until: '2026-11-20T23:00:00Z', endedAt },
    };
    return draw(halfWay({ stages: [soaked, ...later], decisions: [...halfWay().decisions, ...decisions] }));
  };

  it.each([
    ['2026-11-20T23:00:00Z', 'soaked 12h'],
    ['2026-11-20T22:59:00Z', 'soak of 12h ended after 11h59m'],
    [null, 'soak of 12h not complete'],
  ])('reports a soak that ended %s as %s', (endedAt, text) => {
    expect(soak(endedAt)).toContain(`1/1, ${text}, approved by oncall (CHG0041)`);
  });

  it('reports a planned gate that was not requested', () => {
    const text = 'gate test not requested: nothing to change in later stages';
    const entry = { at: '2026-11-20T11:00:00Z', what: 'not-requested', target: 'gate/test', text } as const;
    expect(draw(halfWay({ decisions: [], journal: [entry] }))).toContain(`1/1, ${text}`);
  });

  it('reports no soak where none took place', () => {
    expect(draw(halfWay())).not.toContain('soak');
  });

  it('reports who skipped a stage, and why', () => {
    const skip = { at: '2026-11-20T09:00:00Z', by: 'bob', verb: 'skip', target: 'stage/test' } as const;
    const decisions = [{ ...skip, reason: 'moves next week', identity: 'claimed' as const }];
    const stages = halfWay().stages.map((stage) => ({ ...stage, phase: 'Skipped' as const }));
    expect(draw(halfWay({ stages, decisions }))).toContain('skipped by bob (moves next week)');
  });

  it('reports who ended the soak of a stage early', () => {
    const promoted = {
      at: '2026-11-20T09:00:00Z',
      by: 'bob',
      verb: 'promote',
      target: 'stage/test',
    } as const;
    const decision = { ...promoted, reason: 'quiet', identity: 'claimed' as const };
    expect(soak('2026-11-20T11:03:00Z', [decision])).toContain(
      '1/1, soak of 12h ended after 3m by bob (quiet)',
    );
  });
});

describe('the head of a campaign', () => {
  it('says what is waited for, since when, and what to type', () => {
    const wait = { kind: 'gate', name: 'test', since: '2026-11-21T01:36:00Z', until: null } as const;
    const head = headOf(halfWay({ waitingFor: [{ ...wait, act: 'drydock approve k8s-1-34 --gate test' }] }));
    expect(head?.at(-1)).toBe('Waiting:  gate test, for 12m: drydock approve k8s-1-34 --gate test');
  });

  describe('asks for an answer', () => {
    const because = `Node pool np1: ${'aks-np1-29346120-vmss000004 is not Ready; '.repeat(4)}the end.`;
    const actions = answersToDecision({
      campaign: 'k8s-1-34',
      cluster: 'aks-pay-weu',
      pool: 'np1',
      step: 'np1',
      mayRollBack: true,
    });
    const wait = { kind: 'decision', name: 'aks-pay-weu', since: '2026-11-21T01:36:00Z' } as const;
    const until = '2026-11-21T04:00:00Z';
    const status = halfWay({ waitingFor: [{ ...wait, until, act: 'drydock', because, actions }] });
    const input = { status, namespace: 'default', timeZone: 'Europe/Berlin' };

    it.each([80, 140])('with all of the reason and every answer, at %i columns', (width) => {
      const [head = ''] = statusTree({ ...input, palette: withoutColour, width }).split('\n\n');
      const lines = head.split('\n');
      expect(lines.filter((line) => line.length > width)).toEqual([]);
      const flowing = lines.map((line) => line.trim().replace(/^Waiting: +/, '')).join(' ');
      expect(flowing).toContain(`decision aks-pay-weu until Sat 2026-11-21 05:00 CET, for 12m ${because}`);
      for (const { command, consequence } of actions) {
        expect(lines.some((line) => line.trim().startsWith(command))).toBe(true);
        expect(flowing.replace(/ +/g, ' ')).toContain(`${command} # ${consequence}`);
      }
    });

    it('but not where another question has its answers', () => {
      const folded = {
        ...wait,
        kind: 'paused',
        name: 'k8s-1-34',
        until: null,
        act: '',
        actions: [],
      } as const;
      expect(headOf(halfWay({ waitingFor: [folded] }))?.join('\n')).not.toContain('Waiting:');
    });
  });

  it('says how many approvals are missing, and of whom', () => {
    const approvals = { quorum: 2, approvedBy: ['anna'], from: ['bob'], except: ['alice', 'anna'] };
    const wait = { kind: 'gate', name: 'test', since: '2026-11-21T01:36:00Z', until: null } as const;
    const head = headOf(halfWay({ waitingFor: [{ ...wait, act: 'drydock approve', approvals }] }));
    expect(head?.at(-1)).toBe(
      'Waiting:  gate test (1 of 2 approvals, by anna; 1 more needed, of bob), for 12m: drydock approve',
    );
  });

  it.each([
    ['Aborted', true],
    ['Failed', true],
    ['CompletedWithFailures', true],
    ['Completed', false],
  ] as const)('of one that ended %s names what is left to do: %s', (phase, isNamed) => {
    const over = halfWay({ phase, finishedAt: '2026-11-21T01:48:00Z' });
    const next = headOf(over)?.filter((line) => line.startsWith('Next:'));
    expect(next).toEqual(
      isNamed
        ? [
            'Next:     drydock report k8s-1-34 shows how far each cluster came; for the rest: drydock plan -f FILE, then drydock start -f FILE --id NEW-NAME',
          ]
        : [],
    );
    expect(headOf({ ...over, finishedAt: null })?.join()).not.toContain('Next:');
  });

  describe('a gate, to one who reads it as', () => {
    const alone = { from: ['bob', 'carol'], except: ['alice'] };
    const approvals = { quorum: 1, approvedBy: [], ...alone };
    const actions = answersToGate('k8s-1-34', 'test', { approvals, rejecters: alone });
    const wait = { kind: 'gate', name: 'test', since: '2026-11-21T01:36:00Z', until: null, act: '' } as const;
    const status = halfWay({ waitingFor: [{ ...wait, approvals, actions }] });
    const shown = (viewer: string | null) =>
      statusTree({ status, namespace: 'default', palette: withoutColour, viewer })
        .split('\n\n', 1)[0]!
        .split('\n')
        .filter((line) => /approv|reject/.test(line))
        .map((line) => line.trim());
    const gate = 'Waiting:  gate test (approval by bob or carol), for 12m';

    it.each([null, 'bob', 'carol', 'dave'])('%s: the commands, and who may send them', (viewer) => {
      expect(shown(viewer)).toEqual([
        gate,
        'drydock approve k8s-1-34 --gate test --reason TEXT   # starts the next stage; by bob or carol',
        'drydock reject k8s-1-34 --gate test --reason TEXT   # ends the campaign for good; one rejection is enough; by bob or carol',
      ]);
    });

    it.each(['alice', ' Alice'])('%s, the initiator: the same, to hand on', (viewer) => {
      expect(shown(viewer)).toEqual([
        gate,
        'drydock approve k8s-1-34 --gate test --reason TEXT   # starts the next stage; by bob or carol, not by you',
        'drydock reject k8s-1-34 --gate test --reason TEXT   # ends the campaign for good; one rejection is enough; by bob or carol, not by you',
      ]);
    });

    it('no command that no one may send', () => {
      const none = { from: [], except: ['alice'] };
      const gone = answersToGate('k8s-1-34', 'test', {
        approvals: { ...approvals, ...none },
        rejecters: none,
      });
      const waiting = halfWay({ waitingFor: [{ ...wait, approvals, actions: gone }] });
      expect(headOf(waiting)?.slice(-2)).toEqual([
        '          approve, by no one, as no approver is left besides alice: starts the next stage',
        '          reject, by no one, as no approver is left besides alice: ends the campaign for good; one rejection is enough',
      ]);
    });
  });

  it('says of a wait that lasts longer than it should that it is over', () => {
    const wait = { kind: 'soak', name: 'aks-test', since: '2026-11-21T01:36:00Z', act: 'goes on' } as const;
    const head = headOf(halfWay({ waitingFor: [{ ...wait, until: '2026-11-21T01:45:00Z' }] }));
    expect(head).toContain('Waiting:  soak aks-test overdue by 3m, for 12m: goes on');
  });

  it('says once that campaigns are frozen, and at every cluster that waits for it', () => {
    const name = 'freeze year-end by eva: CHG0077';
    const act = 'drydock freeze lift NAME --reason TEXT';
    const wait = { kind: 'freeze', name, since: '2026-11-21T01:36:00Z', until: null, act } as const;
    const [test, production] = halfWay().stages;
    const clusters = production!.clusters.map((each) =>
      each.phase === 'Running' ? { ...each, phase: 'Waiting' as const } : each,
    );
    const stages = [test!, { ...production!, clusters }];
    const text = draw(halfWay({ stages, waitingFor: [wait] }));
    expect(text).toContain(`Waiting:  ${name}, for 12m: ${act}\n`);
    expect(text).toMatch(/aks-pay-weu .* frozen, pool 2 of 3\n/);
    expect(text.match(/frozen/g)).toHaveLength(1);
  });

  it.each([
    [
      'before it opens',
      '2026-11-21T21:00:00Z',
      '2026-11-22T03:00:00Z',
      'opens Sat 2026-11-21 22:00 CET (in 19h12m)',
    ],
    [
      'while it is open',
      '2026-11-20T21:00:00Z',
      '2026-11-21T03:00:00Z',
      'open until Sat 2026-11-21 04:00 CET (1h12m left)',
    ],
    [
      'after it has closed',
      '2026-11-20T19:00:00Z',
      '2026-11-21T00:00:00Z',
      'closed since Sat 2026-11-21 01:00 CET',
    ],
    ['that has no end', '2026-11-20T19:00:00Z', '2027-02-28T23:00:00Z', 'open for more than 90d'],
  ])(
    'reports the window %s, with its date, in the zone of every other time',
    (_when, opensAt, closesAt, told) => {
      const status = halfWay({ window: { opensAt, closesAt, timezone: 'America/New_York' } });
      const input = { status, namespace: 'default', palette: withoutColour };
      expect(statusTree({ ...input, timeZone: 'Europe/Berlin' })).toContain(`\nWindow:   ${told}\n`);
      const ended = { ...status, phase: 'Completed', finishedAt: status.updatedAt } as const;
      expect(statusTree({ ...input, status: ended })).not.toContain('Window:');
    },
  );

  it('says that its progress is unknown while no worker answers', () => {
    const nothing = { done: 0, total: 0 };
    const progress = { clusters: nothing, pools: nothing, nodes: nothing, failed: 0 };
    const head = headOf(halfWay({ stages: [], progress, incomplete: 'No worker answers.' }));
    expect(head).toContain('Target:   1.34.1                Progress: unknown');
  });

  it('says it when the clock is a simulated one', () => {
    expect(draw(halfWay({ pace: { speed: 900 } }))).toContain(
      'Clock:    simulated, 900 times real speed; now Sat 2026-11-21 02:48 CET\n',
    );
  });

  it.each([
    ['before it is on', null, 'allowed, not enabled yet'],
    ['while it is on', '2026-11-21T02:48:00Z', 'until Sat 2026-11-21 03:48 CET (1h left)'],
    ['once its time is over', '2026-11-21T01:47:00Z', 'expired 1m ago'],
  ])('says who forces what of which cluster, %s', (_, until, when) => {
    const force = { by: 'bob', reason: 'CHG0042', step: 'np1', until };
    const stages = clustersWith(({ phase }) => (phase === 'Running' ? { force } : {}));
    expect(headOf(halfWay({ stages }))?.at(-1)).toBe(`Force:    np1 of aks-pay-weu ${when}, by bob: CHG0042`);
  });

  it('names the command that puts a setting back', () => {
    const left = {
      cluster: 'a',
      pool: 'np1',
      setting: 'maxSurge',
      value: '1',
      command: 'az aks nodepool update',
    };
    expect(headOf(halfWay({ notRestored: [left] }))?.at(-1)).toBe('Restore:  az aks nodepool update');
    const condition = 'only once the pool is Succeeded';
    expect(headOf(halfWay({ notRestored: [{ ...left, condition }] }))?.at(-1)).toBe(
      'Restore:  only once the pool is Succeeded: az aks nodepool update',
    );
  });
});

describe('the progress bar', () => {
  it('is full only when everything is done', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (done, more) => {
        const isFull = !progressBar({ done, total: done + more }).includes('░');
        expect(isFull).toBe(more === 0 && done > 0);
      }),
    );
  });
});
