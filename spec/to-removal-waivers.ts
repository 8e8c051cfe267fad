import type { z } from 'zod';
import type { RemovalWaiver } from '#domain/removal/waiver.ts';
import type { removedApiWaiver } from './schema/waiver-file.ts';

/** Without a namespace, name or feature a waiver is for every one of its kind. */
export function toRemovalWaivers(
  given: readonly z.output<typeof removedApiWaiver>[],
): readonly RemovalWaiver[] {
  return given.map(({ namespace = null, name = null, feature = null, ...waiver }) => ({
    ...waiver,
    namespace,
    name,
    feature,
  }));
}
