import { z } from 'zod';
import { isTimeZone, timeZoneNames } from '#domain/calendar/time-zone.ts';
import { nearestName } from '../nearest-name.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { withRule } from './rule.ts';
import { choice, duration } from './scalars.ts';

const HOUR_MS = 3_600_000;

function timeZone() {
  return z
    .string({ error: 'expected a time zone such as Europe/Berlin' })
    .refine(isTimeZone, { error: ({ input }) => unknownZone(String(input)) })
    .meta({ examples: ['Europe/Berlin', 'America/New_York', 'UTC'] });
}

function unknownZone(written: string): string {
  const nearest = nearestName(written, timeZoneNames());
  const hint = nearest ? `; did you mean ${nearest}?` : ' such as Europe/Berlin';
  return `${JSON.stringify(written)} is no IANA time zone${hint}`;
}

/** When the campaign may act. */
export const maintenance = withRule(
  z.strictObject({
    source: choice(['Spec'], ['Cluster', 'Merge'])
      .prefault('Spec')
      .describe("Spec: this file's window alone."),
    timezone: timeZone().describe('IANA name; all times and dates of the window are read in it.'),
    maintenanceWindow: maintenanceWindow.describe("Azure's shape of a maintenance window."),
    onClose: choice(['FinishPool', 'FinishCluster'])
      .prefault('FinishPool')
      .describe('What may still be finished when the window closes.'),
    minRemaining: duration()
      .prefault('45m')
      .describe('No pool or control plane is begun with less of the window left.'),
  }),
  ['maintenanceWindow.durationHours', 'minRemaining'],
  ({ maintenanceWindow: { durationHours }, minRemaining }) =>
    minRemaining < durationHours * HOUR_MS
      ? []
      : [
          {
            path: ['minRemaining'],
            message: `must be shorter than the window (${durationHours}h), or nothing ever begins`,
          },
        ],
);
