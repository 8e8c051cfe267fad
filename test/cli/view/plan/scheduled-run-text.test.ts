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
  const text = scheduledRunPreviewText(scheduledRun, 'Europe/Berlin', withoutColour, Date.parse(at));
  expect(text.split('\n').at(-1)).toBe(`  starts   aks-a   ${told}`);
});
