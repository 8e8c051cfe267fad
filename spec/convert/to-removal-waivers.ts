import type { z } from 'zod';
import type { RemovalWaiver } from '#domain/removal/findings/removal-waiver.ts';
import type { removedApiWaiver } from '../schema/waiver-file.ts';

/** Without a namespace or name a waiver is for every one of its kind; with a feature it may leave out whose it is. */
export function toRemovalWaivers(
  given: readonly z.output<typeof removedApiWaiver>[],
): readonly RemovalWaiver[] {
  return given.map(
    ({ apiVersion = null, kind = null, namespace = null, name = null, feature = null, ...waiver }) => ({
      ...waiver,
      apiVersion,
      kind,
      namespace,
      name,
      feature,
    }),
  );
}
