import { endOfVersion } from '../catalogue/named-versions.ts';
import { type Fields, listAt, textAt, textsAt } from '../features/fields.ts';
import type { ScanMode } from '../findings/judge-use.ts';
import type { ExtensionNote } from './extension-finding.ts';

const source = 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/';

/**
 * Rules of a webhook configuration that match nothing any more at the target, because every version they name is gone: whatever
 * they forbid is let through then, and nothing says so. In full, webhooks that understand old reviews alone.
 */
export function judgeWebhooks(object: Fields, minor: number, mode: ScanMode): readonly ExtensionNote[] {
  return listAt(object, 'webhooks').flatMap((webhook) => [
    ...deadRules(webhook, minor),
    ...(mode === 'full' ? oldReviews(webhook) : []),
  ]);
}

function deadRules(webhook: unknown, minor: number): readonly ExtensionNote[] {
  const name = textAt(webhook, 'name') ?? '';
  return listAt(webhook, 'rules').flatMap((rule) =>
    textsAt(rule, 'resources').flatMap((resource) =>
      textsAt(rule, 'apiGroups').flatMap((group): readonly ExtensionNote[] => {
        const versions = textsAt(rule, 'apiVersions');
        const ends = versions.map((version) => endOfVersion(group, version, resource));
        const last = Math.max(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
        if (versions.length === 0 || last > minor) return [];
        return [
          {
            rule: 'named-version',
            severity: 'WARN',
            removedIn: `1.${last}`,
            evidence: `webhook ${name} matches ${resource} of ${versions.map((each) => `${group}/${each}`).join(', ')} only`,
            facts: [`${name} ${group}/${resource}`],
            feature: {
              id: 'dead-webhook-rule',
              title: 'webhook rule for removed versions',
              instead: 'name the newest version in its rules; otherwise the webhook is skipped',
              source: `${source}#matching-requests-rules`,
            },
          },
        ];
      }),
    ),
  );
}

function oldReviews(webhook: unknown): readonly ExtensionNote[] {
  const reviews = textsAt(webhook, 'admissionReviewVersions');
  if (reviews.length === 0 || reviews.includes('v1')) return [];
  return [
    {
      rule: 'named-version',
      severity: 'INFO',
      evidence: `webhook ${textAt(webhook, 'name') ?? ''} supports only ${reviews.join(', ')}`,
      facts: [textAt(webhook, 'name') ?? ''],
      feature: {
        id: 'old-admission-review',
        title: `AdmissionReview ${reviews.join(', ')}`,
        instead:
          'a webhook that supports v1; API servers still send v1beta1 on request, but it is deprecated',
        source: `${source}#webhook-request-and-response`,
      },
    },
  ];
}
