import { type Fields, fieldsAt, listAt, textAt, textsAt } from '../features/fields.ts';
import type { ExtensionNote } from './extension-finding.ts';

const versioning =
  'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/';

/**
 * What stands in the way of the next version of a custom resource definition: versions that objects are still stored in
 * although no one can ask for them any more, or that are deprecated; a conversion webhook of an old form. None of it depends on
 * the target of Kubernetes.
 */
export function judgeDefinition(object: Fields): readonly ExtensionNote[] {
  const versions = listAt(object, 'spec', 'versions').map((each) => fieldsAt(each));
  const named = (isMeant: (version: Fields) => boolean) =>
    versions.filter(isMeant).flatMap((version) => textAt(version, 'name') ?? []);
  const stored = textsAt(object, 'status', 'storedVersions');
  const unserved = named(({ served }) => served === false).filter((each) => stored.includes(each));
  const deprecated = named(
    ({ deprecated: isDeprecated, served }) => isDeprecated === true && served === true,
  );
  const storedDeprecated = deprecated.filter((each) => stored.includes(each));
  return [
    ...(unserved.length === 0
      ? []
      : [
          note('WARN', 'stored-version', {
            title: `stored version ${unserved.join(', ')}`,
            instead: 'rewrite every object, then remove the version from status.storedVersions',
            anchor: '#upgrade-existing-objects-to-a-new-stored-version',
            evidence: `status.storedVersions has ${unserved.join(', ')}, which is not served`,
            facts: unserved,
          }),
        ]),
    ...(deprecated.length === 0
      ? []
      : [
          note('INFO', 'deprecated-custom-version', {
            title: `deprecated version ${deprecated.join(', ')}`,
            instead: 'the newest version of the definition',
            anchor: '#version-deprecation',
            evidence: `${deprecated.join(', ')} is deprecated by its CustomResourceDefinition${storedDeprecated.length === 0 ? '' : ', and objects may still be stored in it'}`,
            facts: deprecated,
          }),
        ]),
    ...oldConversion(object),
  ];
}

function oldConversion(object: Fields): readonly ExtensionNote[] {
  const conversion = fieldsAt(object, 'spec', 'conversion');
  const reviews = textsAt(conversion, 'webhook', 'conversionReviewVersions');
  const isOld = textAt(conversion, 'strategy') === 'Webhook' && reviews.length > 0 && !reviews.includes('v1');
  return isOld
    ? [
        note('INFO', 'old-conversion-review', {
          title: `ConversionReview ${reviews.join(', ')}`,
          instead:
            'a webhook that supports v1; API servers still send v1beta1 on request, but it is deprecated',
          anchor: '#webhook-request-and-response',
          evidence: `its conversion webhook supports only ${reviews.join(', ')}`,
        }),
      ]
    : [];
}

function note(
  severity: 'WARN' | 'INFO',
  id: string,
  {
    title,
    instead,
    anchor,
    ...said
  }: Readonly<Record<'title' | 'instead' | 'anchor', string>> & Pick<ExtensionNote, 'evidence' | 'facts'>,
): ExtensionNote {
  return {
    rule: 'custom-resource',
    severity,
    ...said,
    feature: { id, title, instead, source: `${versioning}${anchor}` as `https://${string}` },
  };
}
