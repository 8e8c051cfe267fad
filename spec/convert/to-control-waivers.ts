import type { z } from 'zod';
import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { controlWaiver } from '../schema/waiver-file.ts';

/** Without a resource a waiver is for every one. */
export function toControlWaivers(given: readonly z.output<typeof controlWaiver>[]): readonly ControlWaiver[] {
  return given.map(({ resource = null, ...waiver }) => ({ ...waiver, resource }));
}
