import { describe, expect, it } from 'vitest';
import { lastSeen, transitions as transitionsOf, transitionText } from '#cli/view/status/transitions.ts';
import { answersToDecision, answersToGate, answersToPause } from '#domain/status/actions.ts';
import { explainWaits } from '#domain/status/explain-waits.ts';
import { clustersWith, halfWay } from './a-status.ts';

const at = '2026-11-21T01:48:00Z';
const transitions = (...looks: Parameters<typeof transitionsOf>) =>
  transitionsOf(...looks).map(transitionText);

describe('one line per transition, where there is no terminal', () => {
  it('begins with where the campaign stands and since when, leaving out what is over or has not begun', () => {
    expect(transitions(null, halfWay())).toEqual([
      '2026-11-18T22:48:00Z  campaign k8s-1-34 Running',
      '2026-11-21T01:07:00Z  stage production Running',
      '2026-11-21T01:36:00Z  cluster aks-pay-weu Running',
      '2026-11-21T01:45:00Z  aks-pay-weu np1 1.33.5 -> 1.34.1 Running',
    ]);
  });

  it.each([
    ['Paused', 'paused', 'k8s-1-34'],
    ['NeedsDecision', 'decision', 'aks-pay-weu'],
    ['Waiting', 'window', 'aks-pay-weu'],
    ['Waiting', 'freeze', 'freeze x by eva: CHG1'],
  ] as const)('begins with when all came to be %s (%s)', (phase, kind, name) => {
    const since = '2026-11-21T01:47:00Z';
    const stages = clustersWith((each) => (each.phase === 'Running' ? { phase, steps: [] } : {})).map(
      (stage) => (stage.phase === 'Running' ? { ...stage, phase } : stage),
    );
    const waitingFor = [{ kind, name, since, until: null, act: 'act' }];
    const lines = transitions(null, halfWay({ phase, stages, waitingFor }));
    expect(lines.slice(0, 3)).toEqual([
      `${since}  campaign k8s-1-34 ${phase}`,
      `${since}  stage production ${phase}`,
      `${since}  cluster aks-pay-weu ${phase}`,
    ]);
  });

  it('begins without the steps that were passed over', () => {
    const stages = clustersWith(({ phase, steps }) =>
      phase === 'Running'
        ? {
            phase: 'Aborted',
            finishedAt: at,
            steps: steps.map((each) => ({ ...each, phase: 'Skipped', startedAt: null })),
          }
        : {},
    );
    expect(transitions(null, halfWay({ stages })).slice(2)).toEqual([`${at}  cluster aks-pay-weu Aborted`]);
  });

  it('shows times to the second', () => {
    const until = '2026-11-21T02:00:00.123Z';
    const wait = { kind: 'window', name: 'aks-pay-weu', since: '2026-11-21T01:47:00.999Z', until } as const;
    const act = 'opens 2026-11-21T02:00:00.123Z';
    expect(transitions(halfWay(), halfWay({ waitingFor: [{ ...wait, act }] }))).toEqual([
      '2026-11-21T01:47:00Z  waiting for window aks-pay-weu until 2026-11-21T02:00:00Z: opens 2026-11-21T02:00:00Z',
    ]);
  });

  describe('where a failure pauses the campaign', () => {
    const campaign = 'k8s-1-34';
    const since = '2026-11-21T01:40:00Z';
    const reason = 'stage production: 1 of 2 clusters failed, 0 may fail';
    const decision = {
      kind: 'decision',
      name: 'aks-pay-weu',
      since,
      until: null,
      act: 'drydock',
      actions: answersToDecision({ campaign, cluster: 'aks-pay-weu', pool: 'np1' }),
    } as const;
    const paused = {
      kind: 'paused',
      name: campaign,
      since,
      until: null,
      act: 'drydock',
      pausedBy: 'rule',
      actions: answersToPause(campaign, 'continues the campaign'),
    } as const;
    const stages = clustersWith((each) =>
      each.phase === 'Running' ? { phase: 'NeedsDecision', reason: 'np1 is not Ready', steps: [] } : {},
    );
    const asked = halfWay({
      phase: 'NeedsDecision',
      reason,
      stages,
      waitingFor: explainWaits([paused, decision], { stages, reason }),
    });

    it('says why, once, and every answer with what it does', () => {
      const lines = transitions(halfWay(), asked);
      expect(lines.slice(0, 4)).toEqual([
        `${since}  campaign ${campaign} NeedsDecision`,
        `${since}  cluster aks-pay-weu NeedsDecision (np1 is not Ready)`,
        `${since}  ${campaign} is paused: ${reason}`,
        `${since}  decision required for aks-pay-weu`,
      ]);
      const answers = asked.waitingFor.flatMap(({ actions = [] }) => actions);
      expect(answers.map(({ verb }) => verb)).toEqual(
        expect.arrayContaining(['retry', 'skip', 'resume', 'abort']),
      );
      expect(lines.slice(4)).toEqual(
        answers.map(({ command, consequence }) => `${since}    ${command}   # ${consequence}`),
      );
    });

    it('says why where other clusters still run', () => {
      const running = halfWay({
        reason,
        waitingFor: [{ ...paused, because: reason }],
      });
      expect(transitions(halfWay(), running)[0]).toBe(`${since}  ${campaign} is paused: ${reason}`);
    });

    it('tells a pause that began and ended between two readings, once', () => {
      const journal = [{ at: since, what: 'paused', target: 'campaign', text: reason } as const];
      const later = halfWay({ journal });
      expect(transitions(halfWay(), later)).toContainEqual(`${since}  ${campaign} was paused: ${reason}`);
      expect(transitions(later, later)).toEqual([]);
      const pause = { id: 'p1', by: 'rule', at: 'cluster', since, reason } as const;
      expect(transitions(halfWay(), halfWay({ journal, pause }))).toContainEqual(
        `${since}  ${campaign} is paused, which blocks nothing yet: ${reason}`,
      );
      const still = halfWay({ reason, journal, waitingFor: [{ ...paused, because: reason }] });
      expect(transitions(halfWay(), still).join(' ')).not.toContain('was paused');
    });

    it('repeats the question with the new answers where the pause comes later', () => {
      const first = { ...asked, reason: null, waitingFor: [decision] };
      expect(transitions(first, asked)).toContainEqual(
        expect.stringContaining(`    drydock resume ${campaign} --reason TEXT`),
      );
    });

    it('does not repeat the question with fewer answers', () => {
      const later = { ...asked, updatedAt: '2026-11-21T02:00:00Z', waitingFor: [decision] };
      expect(transitions(asked, later)).toEqual([]);
    });

    it.each([
      [null, []],
      ['aks-shop-weu', ['campaign k8s-1-34 Running', 'stage production Running']],
    ] as const)('after an abort runs again only where another cluster does: %s', (other, lines) => {
      const decided = { at, by: 'eva', verb: 'abort', target: 'cluster/aks-pay-weu' } as const;
      const decisions = [{ ...decided, reason: 'no', identity: 'claimed' as const }];
      const others = stages.map((stage) => ({
        ...stage,
        clusters: stage.clusters.map((each) =>
          each.name === other ? { ...each, phase: 'Running' as const } : each,
        ),
      }));
      const before = {
        ...asked,
        decisions,
        stages: others.map((each) =>
          each.phase === 'Running' ? { ...each, phase: 'NeedsDecision' as const } : each,
        ),
      };
      const ended = others.map((stage) => ({
        ...stage,
        clusters: stage.clusters.map((each) =>
          each.name === 'aks-pay-weu' ? { ...each, phase: 'Aborted' as const, finishedAt: at } : each,
        ),
      }));
      const now = { phase: 'Running', reason: null, decisions, stages: ended, waitingFor: [] } as const;
      expect(transitions(before, { ...asked, ...now })).toEqual(
        ['cluster aks-pay-weu Aborted (np1 is not Ready)', ...lines].map((line) => `${at}  ${line}`),
      );
    });

    it.each(['campaign', 'stage/production', 'cluster/aks-pay-weu'])(
      'says nothing of running again, nor asks again, after an abort of %s',
      (target) => {
        const decided = { at, by: 'eva', verb: 'abort', target, reason: 'no', identity: 'claimed' } as const;
        const ending = halfWay({
          ...(target === 'campaign' ? {} : { phase: 'NeedsDecision', reason }),
          decisions: [...halfWay().decisions, decided],
          stages: clustersWith((each) => (each.phase === 'Running' ? { steps: [] } : {})),
          waitingFor: [decision],
        });
        const lines = [`${at}  abort ${target} by eva: no`];
        expect(transitions(asked, ending)).toEqual(lines);
        expect(transitions(null, ending).join('\n')).not.toContain('decision required');
        const again = { ...decision, since: '2026-11-21T01:48:01Z' };
        expect(transitions(asked, { ...ending, waitingFor: [again] })).toContain(
          `${again.since}  decision required for aks-pay-weu`,
        );
      },
    );
  });

  it('says how a campaign ended that is over already', () => {
    const stages = halfWay().stages.map((stage) => ({ ...stage, phase: 'Completed' as const, clusters: [] }));
    const over = halfWay({ phase: 'Completed', finishedAt: at, stages });
    expect(transitions(null, over)).toEqual([`${at}  campaign k8s-1-34 Completed`]);
  });

  it('says nothing while nothing changes', () => {
    expect(transitions(halfWay(), halfWay({ updatedAt: '2026-11-21T02:00:00Z' }))).toEqual([]);
  });

  it('says when a freeze begins and when none is in force any more', () => {
    const frozen = halfWay({ freeze: { name: 'x', reason: 'freeze x by eva: CHG1', until: null } });
    const begun = `${at}  freeze x by eva: CHG1: in force, nothing begins`;
    expect(transitions(halfWay(), frozen)).toEqual([begun]);
    expect(transitions(null, frozen)).toContain(begun);
    expect(transitions(frozen, frozen)).toEqual([]);
    expect(transitions(frozen, halfWay())).toEqual([`${at}  no freeze is in force any more`]);
  });

  it('says of a step that was cut short how far it came', () => {
    const detail = 'PartiallyUpgraded: 4 of 9 nodes run 1.34.1';
    const stages = clustersWith(({ phase, steps }) =>
      phase === 'Running'
        ? {
            steps: steps.map((each) =>
              each.name === 'np1' ? { ...each, phase: 'Aborted', blockedBy: null, detail } : each,
            ),
          }
        : {},
    );
    expect(transitions(halfWay(), halfWay({ stages }))).toEqual([
      `${at}  aks-pay-weu np1 1.33.5 -> 1.34.1 Aborted (4/9 nodes, ${detail})`,
    ]);
  });

  it('says a wait once', () => {
    const waiting = halfWay({
      waitingFor: [
        {
          kind: 'soak',
          name: 'test',
          since: at,
          until: '2026-11-21T02:00:00Z',
          act: 'continues automatically',
        },
      ],
    });
    expect(transitions(halfWay(), waiting)).toEqual([
      `${at}  waiting for soak test until 2026-11-21T02:00:00Z: continues automatically`,
    ]);
    expect(transitions(waiting, waiting)).toEqual([]);
  });

  it.each([
    ['paused', 'k8s-1-34', 'k8s-1-34 is paused: drydock resume'],
    ['decision', 'aks-pay-weu', 'decision required for aks-pay-weu: drydock resume'],
  ] as const)('describes a wait for %s', (kind, name, words) => {
    const wait = { kind, name, since: at, until: null, act: 'drydock resume' };
    expect(transitions(halfWay(), halfWay({ waitingFor: [wait] }))).toEqual([`${at}  ${words}`]);
  });

  it('says decisions before what follows from them', () => {
    const decided = halfWay({
      phase: 'Aborted',
      decisions: [
        ...halfWay().decisions,
        { at, by: 'eva', verb: 'abort', target: 'campaign', reason: 'wrong week', identity: 'claimed' },
      ],
    });
    expect(transitions(halfWay(), decided)).toEqual([
      `${at}  abort campaign by eva: wrong week`,
      `${at}  campaign k8s-1-34 Aborted`,
    ]);
  });

  it('says once that no worker answers', () => {
    const alone = halfWay({ incomplete: 'No worker answers.' });
    expect(transitions(halfWay(), alone)).toEqual([`${at}  No worker answers.`]);
    expect(transitions(alone, alone)).toEqual([]);
  });

  it('takes nothing back and repeats nothing after reads that no worker answered', () => {
    const blind = halfWay({ incomplete: 'No worker answers.', stages: [], decisions: [] });
    expect(transitions(halfWay(), blind)).toEqual([`${at}  No worker answers.`]);
    expect(transitions(lastSeen(halfWay(), blind), halfWay())).toEqual([]);
    expect(transitions(lastSeen(null, blind), halfWay())).toEqual(transitions(null, halfWay()));
  });

  it('says what is waited for, not that it is waited', () => {
    const since = '2026-11-21T01:40:00Z';
    const wait = { kind: 'gate', name: 'test', since, until: null, act: 'drydock approve' } as const;
    const waiting = halfWay({ phase: 'Waiting', waitingFor: [wait] });
    expect(transitions(halfWay(), waiting)).toEqual([`${since}  waiting for gate test: drydock approve`]);
    expect(transitions(waiting, halfWay())).toEqual([]);
  });

  it('says who may approve, with the command for each reader', () => {
    const since = '2026-11-21T01:40:00Z';
    const of = { from: null, except: ['alice'] };
    const approvals = { quorum: 1, approvedBy: [], ...of };
    const actions = answersToGate('k8s-1-34', 'test', { approvals, rejecters: of });
    const wait = { kind: 'gate', name: 'test', since, until: null, act: '', approvals, actions } as const;
    const shown = (viewer: string | null) =>
      transitions(halfWay(), halfWay({ waitingFor: [wait] }), null, viewer).map((line) =>
        line.slice(since.length + 2),
      );
    const approve =
      '  drydock approve k8s-1-34 --gate test --reason TEXT   # starts the next stage; by anyone but alice';
    expect(shown('bob').slice(0, 2)).toEqual([
      'waiting for gate test (approval by anyone but alice)',
      approve,
    ]);
    expect(shown(null)).toEqual(shown('bob'));
    expect(shown('ALICE')[1]).toBe(`${approve}, not by you`);
  });

  describe('in order of time', () => {
    const [test, production] = halfWay().stages;
    const [shop, pay] = production!.clusters;
    const end = '2026-11-21T02:05:00Z';
    const over = halfWay({
      phase: 'Completed',
      updatedAt: end,
      finishedAt: end,
      stages: [
        test!,
        {
          ...production!,
          phase: 'Completed',
          clusters: [shop!, { ...pay!, phase: 'Completed', finishedAt: '2026-11-21T02:04:00Z' }],
        },
      ],
    });

    it('with the moment at which each happened, what lies inside first', () => {
      expect(transitions(halfWay(), over)).toEqual([
        '2026-11-21T02:04:00Z  cluster aks-pay-weu Completed',
        `${end}  stage production Completed`,
        `${end}  campaign k8s-1-34 Completed`,
      ]);
    });

    it('and never back before the line that was shown last', () => {
      expect(transitions(halfWay(), over, '2026-11-21T02:04:30Z')[0]).toBe(
        '2026-11-21T02:04:30Z  cluster aks-pay-weu Completed',
      );
    });

    it('without a wait whose end has passed when it is seen', () => {
      const wait = {
        kind: 'soak',
        name: 'test',
        since: at,
        until: end,
        act: 'continues automatically',
      } as const;
      const late = halfWay({ updatedAt: '2026-11-21T02:06:00Z', waitingFor: [wait] });
      expect(transitions(halfWay(), late)).toEqual([]);
    });
  });
});
