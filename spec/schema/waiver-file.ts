import { z } from 'zod';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { endOfDay, longestWaiverDays } from '#domain/audit/control/waiver-period.ts';
import { features } from '#domain/removal/features/features.ts';
import { matchesGlob } from '#domain/text/glob.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { choice, text, wholeNumber } from './scalars.ts';

const expiresError =
  'expected the last day it holds, such as 2026-12-31, or a time with its zone, such as 2026-12-31T18:00:00Z';
const controlError = 'expected the id of a control, such as SB-POD-02, or a pattern of ids, such as SB-POD-*';

/** A day means its end in UTC; read to RFC 3339. */
const expiry = z.string({ error: expiresError }).transform((written, context) => {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(written);
  const end = endOfDay(written.slice(0, 10));
  const ms = isTime ? Date.parse(written) : Number.NaN;
  if (end !== null && written.length === 10) return end;
  if (end !== null && !Number.isNaN(ms)) return new Date(ms).toISOString();
  context.addIssue({ code: 'custom', message: expiresError });
  return z.NEVER;
});

/** An id, or a pattern that at least one id matches. */
const controlPattern = z.string({ error: controlError }).superRefine((id, context) => {
  if (controlIds.some((each) => matchesGlob(id, each))) return;
  const message = `expected the id of a control${didYouMean(id, controlIds, ', such as SB-POD-02, or a pattern of ids, such as SB-POD-*')}`;
  context.addIssue({ code: 'custom', message });
});

const mostSevere = () => choice(['critical', 'high', 'medium', 'low']);

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

/** Failures of controls, accepted until a day. `*` and `?` stand for any characters and for one. */
export const controlWaiver = z
  .strictObject({
    control: controlPattern.describe('The id of a control, or a pattern of ids, such as SB-POD-*.'),
    resource: text('expected an object as the audit names it, such as Deployment/shop/web')
      .optional()
      .describe(
        'The object as the audit names it, alone or with the container or subject behind it, or a pattern. Absent: every one.',
      ),
    namespace: text('expected a namespace, or a pattern such as shop-*')
      .optional()
      .describe('Only findings in this namespace, or in those that match. Absent: everywhere.'),
    severity: mostSevere().optional().describe('The most severe finding that it covers. Absent: every one.'),
    reason: text('expected why it is accepted').describe('Why it is accepted.'),
    owner: text('expected who answers for it').describe('Who answers for it.'),
    approver: text('expected who has agreed to it').describe('Who has agreed to it; not the owner.'),
    expires: expiry.describe(
      'The last day it holds (UTC), or a time with its zone; at most 366 days from now.',
    ),
  })
  .superRefine(({ owner, approver }, context) => {
    if (nameOf(owner) !== nameOf(approver)) return;
    const message = 'expected somebody else than the owner, who may not approve it';
    context.addIssue({ code: 'custom', path: ['approver'], message });
  });

function nameOf(person: string): string {
  return person.normalize('NFKC').trim().toLowerCase();
}

const usualDays = 90;

/** What objects may waive of themselves, by the comment or the annotation drydock.dev/waive. */
const inObject = z.strictObject({
  allow: z
    .array(controlPattern)
    .min(1, { error: 'expected at least one control' })
    .describe('Ids of controls, or patterns of ids.'),
  namespaces: z
    .array(text('expected a namespace, or a pattern such as shop-*'))
    .optional()
    .describe('Only in these namespaces. Absent: everywhere.'),
  severity: mostSevere().optional().describe('The most severe finding that they cover. Absent: every one.'),
  maxDays: wholeNumber(1, longestWaiverDays)
    .prefault(usualDays)
    .describe('How many days from now they may hold.'),
  approver: text('expected who has agreed to it').describe('Who has agreed that objects do so.'),
});

/** A waiver file as people write it. */
export const waiverFile = z.strictObject({
  apiVersion: choice(['drydock.dev/v1']),
  kind: choice(['Waivers']),
  removedApis: z.array(removedApiWaiver).prefault([]),
  controls: z.array(controlWaiver).prefault([]),
  inObject: inObject.optional(),
});
