import { describe, expect, it } from 'vitest';
import { tuningFrom } from '#cli/input/tuning.ts';
import { endExitCode, waitsForPerson } from '#cli/steer/phase-exit-code.ts';
import { workflowUrl } from '#cli/temporal/ui-link.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { halfWay } from '../view/status/a-status.ts';

describe('the intervals of a campaign', () => {
  it('come from DRYDOCK_* as durations, each alone', () => {
    const usual = tuningFrom({});
    expect(tuningFrom({ DRYDOCK_WATCH_HEARTBEAT: '2s' })).toEqual({ ...usual, watchHeartbeatMs: 2_000 });
  });

  it.each(['soon', '0s', '-1s', '5'])('are refused where they are no duration: %s', (text) => {
    expect(() => tuningFrom({ DRYDOCK_POLL: text })).toThrow(`DRYDOCK_POLL is "${text}"`);
  });
});

describe('the exit code of a watch', () => {
  const at = '2026-11-21T02:00:00Z';
  it.each([
    ['Completed', at, 0],
    ['CompletedWithFailures', at, 3],
    ['Failed', at, 3],
    ['Aborted', at, 4],
    ['Running', null, null],
    ['Aborted', null, null],
  ] as const)('of a campaign that is %s, finished %s, is %s', (phase, finishedAt, exitCode) => {
    expect(endExitCode(halfWay({ phase, finishedAt }))).toBe(exitCode);
  });

  const waiting = (kind: CampaignStatus['waitingFor'][number]['kind']) =>
    halfWay({ waitingFor: [{ kind, name: 'test', since: at, until: null, act: '' }] });
  it.each([
    ['gate', true],
    ['decision', true],
    ['paused', true],
    ['soak', false],
    ['window', false],
    ['lock', false],
  ] as const)('counts a wait for a %s as one for a person: %s', (kind, isPerson) => {
    expect(waitsForPerson(waiting(kind))).toBe(isPerson);
  });
});

describe('the link to the Temporal UI', () => {
  const session = { address: '127.0.0.1:7233', namespace: 'default' };
  it.each([
    ['the usual port of a local server', session, {}, 'http://localhost:8233'],
    ['what DRYDOCK_UI_URL says', session, { DRYDOCK_UI_URL: 'https://ui.example/' }, 'https://ui.example'],
    [
      'the usual port where DRYDOCK_UI_URL is empty',
      session,
      { DRYDOCK_UI_URL: '' },
      'http://localhost:8233',
    ],
  ])('leads to %s', (_case, where, env, base) => {
    expect(workflowUrl(where, 'campaign/a', env)).toBe(`${base}/namespaces/default/workflows/campaign%2Fa`);
  });

  it('is unknown for any other server', () => {
    expect(workflowUrl({ ...session, address: 'temporal.example:7233' }, 'campaign/a', {})).toBeNull();
  });
});
