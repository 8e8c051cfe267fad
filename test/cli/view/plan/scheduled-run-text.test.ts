import { expect, it } from 'vitest';
import { scheduledRunPreviewText } from '#cli/view/plan/scheduled-run-text.ts';
import type { ScheduledRunPreview } from '#domain/nightly/preview-scheduled-run.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const at = '2026-11-23T21:15:00.000Z';

it.each<[string, Omit<ScheduledRunPreview['starts'][number], 'cluster'>, string]>([
  ['pools alone', { pools: [null, 'system'] }, 'control plane, system'],
  [
    'pools of which nodes may wait for a reboot',
    { pools: ['system'], reboots: ['system'] },
    'system: only nodes that wait for a reboot',
  ],
  [
    'pools that are left to kured, should it run there',
    { pools: ['system', 'apps'], reboots: ['apps'], kured: 'Leave' },
    'system, apps: of apps only nodes that wait for a reboot, and none where kured runs',
  ],
])('the next run begins %s', (_, over, told) => {
  const scheduledRun = {
    scheduledRun: '2026-11-23',
    at,
    idle: null,
    starts: [{ cluster: 'aks-a', ...over }],
    deferrals: [],
  };
  const text = scheduledRunPreviewText(scheduledRun, withoutColour);
  expect(text.split('\n').at(-1)).toBe(`  starts   aks-a   ${told}`);
});

it("names its times in the plan's zone, those of its reasons too", () => {
  const deferrals = [{ cluster: 'aks-a', reason: 'its window opens 2026-11-24T01:00:00Z' }];
  const scheduledRun = { scheduledRun: '2026-11-23', at, idle: null, starts: [], deferrals };
  const text = scheduledRunPreviewText(scheduledRun, withoutColour, 'Asia/Tokyo');
  expect(text).toContain('due Tue 2026-11-24 06:15 GMT+9');
  expect(text).toContain('its window opens Tue 2026-11-24 10:00 GMT+9');
});
