import { z } from 'zod';
import type { Selector } from '#domain/campaign/campaign.ts';
import { onlyWhenSound } from './rule.ts';
import { text, texts } from './scalars.ts';

const RESOURCE_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;

const resourceIdError =
  'expected the resource id of an AKS cluster: /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.ContainerService/managedClusters/NAME';

const resourceId = z
  .string({ error: resourceIdError })
  // Not a pattern of the JSON Schema: it could not say that upper and lower case are the same.
  .refine((written) => RESOURCE_ID.test(written), { error: resourceIdError })
  .describe('One cluster, by its Azure resource id. Stands alone in its entry.')
  .optional();

const list = (what: string) =>
  z.array(text()).prefault([]).describe(`${what}; "*" or an empty list matches all.`);

/** Which clusters: one by its id, or all that every given list matches. */
export const selector = z
  .strictObject({
    resourceId,
    subscriptions: list('Subscription ids'),
    resourceGroups: list('Resource groups'),
    locations: list('Azure locations, such as westeurope'),
    tags: texts().prefault({}).describe('Azure tags that the cluster must carry, all of them.'),
  })
  .superRefine(({ resourceId, subscriptions, resourceGroups, locations, tags }, context) => {
    const others = [...subscriptions, ...resourceGroups, ...locations, ...Object.keys(tags)];
    if (resourceId !== undefined && others.length > 0) {
      context.addIssue('resourceId names one cluster; it cannot be combined with other fields');
    }
    if (resourceId === undefined && others.length === 0) {
      context.addIssue('selects nothing; for every cluster write subscriptions: ["*"]');
    }
  }, onlyWhenSound)
  .meta({ minProperties: 1, dependencies: { resourceId: { maxProperties: 1 } } })
  .transform(({ resourceId, ...lists }): Selector => (resourceId === undefined ? lists : { resourceId }));
