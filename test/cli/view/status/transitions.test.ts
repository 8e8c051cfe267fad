import { describe, expect, it } from 'vitest';
import { lastSeen, transitions as transitionsOf, transitionText } from '#cli/view/status/transitions.ts';
import { clustersWith, halfWay } from './a-status.ts';

const at = '2026-11-21T01:48:00Z';
const transitions = (...looks: Parameters<typeof transitionsOf>) =>
  transitionsOf(...looks).map(transitionText);

describe('one line per transition, where there is no terminal', () => {
  it('begins with where the campaign stands, leaving out what is over or has not begun', () => {
    expect(transitions(null, halfWay())).toEqual([
      `${at}  campaign k8s-1-34 Running`,
      `${at}  stage production Running`,
      `${at}  cluster aks-pay-weu Running`,
      `${at}  aks-pay-weu np1 1.33.5 -> 1.34.1 Running`,
    ]);
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

  it('says who may approve, and shows the initiator no command', () => {
    const since = '2026-11-21T01:40:00Z';
    const approvals = { quorum: 1, approvedBy: [], from: null, except: ['alice'] };
    const wait = {
      kind: 'gate',
      name: 'test',
      since,
      until: null,
      act: 'drydock approve',
      approvals,
    } as const;
    const shown = (viewer: string | null) =>
      transitions(halfWay(), halfWay({ waitingFor: [wait] }), null, viewer)[0]?.slice(since.length + 2);
    expect(shown('bob')).toBe('waiting for gate test (approval by anyone but alice): drydock approve');
    expect(shown(null)).toBe(shown('bob'));
    expect(shown('ALICE')).toBe('waiting for gate test (approval by anyone but alice)');
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
