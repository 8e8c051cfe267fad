import type { z } from 'zod';
import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { InObjectPolicy } from '#domain/audit/control/in-object-waivers.ts';
import type { controlWaiver, waiverFile } from '../schema/waiver-file.ts';

/** Where a waiver names no resource, namespace or severity, it is for every one. */
export function toControlWaivers(given: readonly z.output<typeof controlWaiver>[]): readonly ControlWaiver[] {
  return given.map(({ resource = null, namespace = null, severity = null, ...waiver }) => ({
    ...waiver,
    resource,
    namespace,
    severity,
  }));
}

export function toInObjectPolicy(given: z.output<typeof waiverFile>['inObject']): InObjectPolicy | null {
  if (given === undefined) return null;
  const { namespaces = null, severity = null, ...policy } = given;
  return { ...policy, namespaces, severity };
}
