import { z } from 'zod';
import { isTimeZone, timeZoneNames } from '#domain/calendar/time-zone.ts';
import { nearestName } from '../problem/nearest-name.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { withRule } from './rule.ts';
import { choice, duration } from './scalars.ts';

const HOUR_MS = 3_600_000;
const zoneError = 'expected a time zone such as Europe/Berlin';

/** An IANA name. */
export function timeZone() {
  return z
    .string({ error: zoneError })
    .refine(isTimeZone, { error: ({ input }) => unknownZone(String(input)) })
    .meta({ examples: ['Europe/Berlin', 'America/New_York', 'UTC'] });
}

function unknownZone(written: string): string {
  const nearest = nearestName(written, timeZoneNames());
  const hint = nearest ? `; did you mean ${nearest}?` : ' such as Europe/Berlin';
  return `${JSON.stringify(written)} is no IANA time zone${hint}`;
}

const rules = withRule(
  z.strictObject({
    source: choice(['Spec', 'Cluster', 'Merge'])
      .prefault('Spec')
      .describe(
        "Spec: this file's window alone. Cluster: each cluster's own AKS maintenance configuration. Merge: where both are open.",
      ),
    timezone: timeZone()
      .optional()
      .describe(
        'IANA name; all times and dates of the window are read in it. Required unless source is Cluster.',
      ),
    maintenanceWindow: maintenanceWindow
      .optional()
      .describe("Azure's shape of a maintenance window. Required unless source is Cluster."),
    onClose: choice(['FinishPool', 'FinishCluster'])
      .prefault('FinishPool')
      .describe('What may still be finished when the window closes.'),
    minRemaining: duration()
      .prefault('45m')
      .describe('No pool or control plane is begun with less of the window left.'),
  }),
  ['source', 'timezone', 'maintenanceWindow'],
  ({ source, timezone, maintenanceWindow }) =>
    source === 'Cluster'
      ? []
      : [
          ...(timezone === undefined ? [{ path: ['timezone'], message: zoneError }] : []),
          ...(maintenanceWindow === undefined
            ? [{ path: ['maintenanceWindow'], message: 'expected a map of fields' }]
            : []),
        ],
);

/** When the campaign may act. */
export const maintenance = withRule(
  rules,
  ['maintenanceWindow.durationHours', 'minRemaining'],
  ({ maintenanceWindow, minRemaining }) =>
    maintenanceWindow === undefined || minRemaining < maintenanceWindow.durationHours * HOUR_MS
      ? []
      : [
          {
            path: ['minRemaining'],
            message: `must be shorter than the window (${maintenanceWindow.durationHours}h), or nothing ever begins`,
          },
        ],
).meta({
  if: { properties: { source: { const: 'Cluster' } }, required: ['source'] },
  else: { required: ['timezone', 'maintenanceWindow'] },
});
