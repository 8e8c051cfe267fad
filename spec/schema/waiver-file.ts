import { z } from 'zod';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { features } from '#domain/removal/features/features.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { choice, text } from './scalars.ts';

const expiresError =
  'expected the last day it holds, such as 2026-12-31, or a time with its zone, such as 2026-12-31T18:00:00Z';
const idForm = /^SB-[A-Z]+-\d\d$/;
const controlError = 'expected the id of a control, such as SB-POD-02';
const msPerDay = 86_400_000;

/** A day means its end in UTC; read to RFC 3339. */
const expiry = z.string({ error: expiresError }).transform((written, context) => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(written);
  const ms = isDay || isTime ? Date.parse(written) : Number.NaN;
  if (!Number.isNaN(ms) && isCalendarDay(written.slice(0, 10)))
    return new Date(isDay ? ms + msPerDay : ms).toISOString();
  context.addIssue({ code: 'custom', message: expiresError });
  return z.NEVER;
});

/** Date.parse takes 2026-02-30 for the second of March. */
function isCalendarDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

const featureIds = features.map(({ id }) => id);
const featureError = 'expected the id of a removed feature, as in -o json, such as git-repo-volume';

const apiVersionError = 'expected an apiVersion as the manifest writes it, such as policy/v1beta1';
const kindError = 'expected a kind, such as PodDisruptionBudget';

/** Uses of one API version of a kind, or of a feature, accepted until a day. */
export const removedApiWaiver = z
  .strictObject({
    apiVersion: text(apiVersionError)
      .optional()
      .describe('The API version that is used; required without a feature, with one that of the object.'),
    kind: text(kindError)
      .optional()
      .describe('The kind; required without a feature, with one absent: every kind.'),
    namespace: text().optional().describe('Only in this namespace.'),
    name: text().optional().describe('Only the object of this name.'),
    feature: z
      .enum(featureIds, { error: featureError })
      .optional()
      .describe('What ends beside API versions, by its id, in place of an API version.'),
    reason: text('expected why it is accepted').describe('Why it is accepted.'),
    owner: text('expected who answers for it').describe('Who answers for it.'),
    expires: expiry.describe('The last day it holds (UTC), or a time with its zone.'),
  })
  .superRefine(({ apiVersion, kind, feature }, context) => {
    if (feature !== undefined) return;
    const missing = [
      ...(apiVersion === undefined ? [{ field: 'apiVersion', error: apiVersionError }] : []),
      ...(kind === undefined ? [{ field: 'kind', error: kindError }] : []),
    ];
    for (const { field, error } of missing)
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `missing; ${error}, or a feature in its place`,
      });
  });

/** One control's failures, accepted until a day. */
export const controlWaiver = z.strictObject({
  control: z
    .string({ error: controlError })
    .regex(idForm, controlError)
    .superRefine((id, context) => {
      if (!idForm.test(id) || controlIds.includes(id)) return;
      context.addIssue({
        code: 'custom',
        message: `expected the id of a control${didYouMean(id, controlIds, ', such as SB-POD-02')}`,
      });
    })
    .describe('The id of a control.'),
  resource: text('expected an object as the audit names it, such as Deployment/shop/web')
    .optional()
    .describe(
      'The object as the audit names it, alone or with the container or subject behind it; a trailing * stands for any ending. Absent: every one.',
    ),
  reason: text('expected why it is accepted').describe('Why it is accepted.'),
  owner: text('expected who answers for it').describe('Who answers for it.'),
  approver: text('expected who has agreed to it').describe('Who has agreed to it.'),
  expires: expiry.describe('The last day it holds (UTC), or a time with its zone.'),
});

/** A waiver file as people write it. */
export const waiverFile = z.strictObject({
  apiVersion: choice(['drydock.dev/v1']),
  kind: choice(['Waivers']),
  removedApis: z.array(removedApiWaiver).prefault([]),
  controls: z.array(controlWaiver).prefault([]),
});
