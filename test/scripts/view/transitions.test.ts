import { describe, expect, it } from 'vitest';
import { transitions } from '#scripts/view/transitions.ts';
import { halfWay } from './a-status.ts';

const at = '2026-11-21T01:48:00Z';

describe('one line per transition, where there is no terminal', () => {
  it('begins with where the campaign stands, leaving out what is over or has not begun', () => {
    expect(transitions(null, halfWay())).toEqual([
      `${at}  campaign k8s-1-34 Running`,
      `${at}  stage production Running`,
      `${at}  cluster aks-pay-weu Running`,
      `${at}  aks-pay-weu np1 1.33.5 -> 1.34.1 Running`,
    ]);
  });

  it('says nothing while nothing changes', () => {
    expect(transitions(halfWay(), halfWay({ updatedAt: '2026-11-21T02:00:00Z' }))).toEqual([]);
  });

  it('says a wait once', () => {
    const waiting = halfWay({
      waitingFor: [
        { kind: 'soak', name: 'test', since: at, until: '2026-11-21T02:00:00Z', act: 'goes on by itself' },
      ],
    });
    expect(transitions(halfWay(), waiting)).toEqual([
      `${at}  waits for soak test until 2026-11-21T02:00:00Z: goes on by itself`,
    ]);
    expect(transitions(waiting, waiting)).toEqual([]);
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
});
