import { type GroupSpec, groupSpec } from './fleet-file.ts';

/** Once a year: a test triggers its scheduled runs itself. */
const schedule = { cron: ['0 0 1 1 *'], timezone: 'Europe/Berlin' };

/** A nightly file over one group (fleet-file.ts); what is given is laid over its schedule and its campaign. */
export function nightlySpec(group: string, campaign: GroupSpec = {}, more: object = {}): string {
  const upgrade = { type: 'NodeImageOnly' };
  const { metadata, spec, ...file } = JSON.parse(groupSpec(group, { upgrade, ...campaign })) as Record<
    string,
    object
  >;
  return JSON.stringify({
    ...file,
    kind: 'NightlyRefresh',
    metadata,
    spec: { schedule: { ...schedule, ...more }, campaign: spec },
  });
}
