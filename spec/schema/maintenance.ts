import { z } from 'zod';
import { isTimeZone, timeZoneNames } from '#domain/calendar/time-zone.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { withRule } from './rule.ts';
import { choice, duration } from './scalars.ts';

const HOUR_MS = 3_600_000;
/** A week of windows with a few exceptions; each is visited at every decision. */
const mostWindows = 20;
const zoneError = 'expected a time zone such as Europe/Berlin';

/** An IANA name. */
export function timeZone() {
  return z
    .string({ error: zoneError })
    .refine(isTimeZone, { error: ({ input }) => unknownZone(String(input)) })
    .meta({ examples: ['Europe/Berlin', 'America/New_York', 'UTC'] });
}

function unknownZone(written: string): string {
  const hint = didYouMean(written, timeZoneNames(), ' such as Europe/Berlin');
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
      .describe(
        "Azure's shape of a maintenance window. It or maintenanceWindows is required unless source is Cluster.",
      ),
    maintenanceWindows: z
      .array(maintenanceWindow)
      .min(1, { error: 'needs at least one window' })
      .max(mostWindows, { error: `expected at most ${mostWindows} windows` })
      .optional()
      .describe('Several windows, in the same time zone; the campaign may act while one of them is open.'),
    onClose: choice(['FinishPool', 'FinishCluster'])
      .prefault('FinishPool')
      .describe('What may still be finished when the window closes.'),
    minRemaining: duration()
      .prefault('45m')
      .describe('No pool or control plane starts with less of the window left.'),
  }),
  ['source', 'timezone', 'maintenanceWindow', 'maintenanceWindows'],
  ({ source, timezone, maintenanceWindow, maintenanceWindows }) => [
    ...(maintenanceWindow !== undefined && maintenanceWindows !== undefined
      ? [{ path: ['maintenanceWindows'], message: 'give it or maintenanceWindow, not both' }]
      : []),
    ...(source !== 'Cluster' && timezone === undefined ? [{ path: ['timezone'], message: zoneError }] : []),
    ...(source !== 'Cluster' && maintenanceWindow === undefined && maintenanceWindows === undefined
      ? [{ path: ['maintenanceWindow'], message: 'expected a map of fields' }]
      : []),
  ],
);

/** When the campaign may act. */
export const maintenance = withRule(
  rules,
  ['maintenanceWindow.durationHours', 'maintenanceWindows', 'minRemaining'],
  ({ minRemaining, ...file }) => {
    const shortest = Math.min(...windowsOf(file).map(({ durationHours }) => durationHours));
    return minRemaining < shortest * HOUR_MS
      ? []
      : [
          {
            path: ['minRemaining'],
            message: `must be shorter than the window (${shortest}h), or nothing ever begins`,
          },
        ];
  },
).meta({
  not: { required: ['maintenanceWindow', 'maintenanceWindows'] },
  if: { properties: { source: { const: 'Cluster' } }, required: ['source'] },
  else: {
    required: ['timezone'],
    anyOf: [{ required: ['maintenanceWindow'] }, { required: ['maintenanceWindows'] }],
  },
});

type Window = z.output<typeof maintenanceWindow>;

/** The windows of a file in either form. */
export function windowsOf({
  maintenanceWindow,
  maintenanceWindows,
}: {
  readonly maintenanceWindow?: Window | undefined;
  readonly maintenanceWindows?: readonly Window[] | undefined;
}): readonly Window[] {
  return maintenanceWindows ?? (maintenanceWindow === undefined ? [] : [maintenanceWindow]);
}
