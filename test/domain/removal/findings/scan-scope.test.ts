import { describe, expect, it } from 'vitest';
import { asBaseline, knowing } from '#domain/known-findings.ts';
import { extensionFinding } from '#domain/removal/extensions/extension-finding.ts';
import { judgeDefinition } from '#domain/removal/extensions/judge-definition.ts';
import { judgeRole } from '#domain/removal/extensions/judge-role.ts';
import { judgeWebhooks } from '#domain/removal/extensions/judge-webhook.ts';
import { mergeFindings } from '#domain/removal/findings/merge-findings.ts';
import { type RemovalFinding, severities } from '#domain/removal/findings/removal-finding.ts';
import { asKnownFinding } from '#domain/removal/findings/scan-scope.ts';
import { judgeObject } from '#domain/removal/objects/judge-object.ts';

const metadata = { name: 'x' };
const api = { apiVersion: 'example.com/v1', kind: 'X' };
type Note = Parameters<typeof extensionFinding>[3];
const found = (notes: readonly Note[]) =>
  mergeFindings(notes.map((each) => extensionFinding('live-object', api, { metadata }, each)));
const hooks = (...names: readonly string[]) =>
  found(
    judgeWebhooks(
      {
        metadata,
        webhooks: names.map((name) => ({
          name,
          admissionReviewVersions: ['v1'],
          rules: [{ apiGroups: ['extensions'], apiVersions: ['v1beta1'], resources: ['ingresses'] }],
        })),
      },
      25,
      'gate',
    ),
  );
const reviews = (...names: readonly string[]) =>
  found(
    judgeWebhooks(
      { metadata, webhooks: names.map((name) => ({ name, admissionReviewVersions: ['v1beta1'] })) },
      25,
      'full',
    ),
  );
const roles = (...names: readonly string[]) =>
  found(
    judgeRole(
      {
        metadata,
        rules: names.map((name) => ({ resources: [name.split('.')[0]], apiGroups: [name.split('.')[1]] })),
      },
      30,
    ),
  );
const stored = (...names: readonly string[]) =>
  found(
    judgeDefinition({
      metadata,
      spec: { versions: names.map((name) => ({ name, served: false })) },
      status: { storedVersions: names },
    }),
  );
const deprecated = (...names: readonly string[]) =>
  found(
    judgeDefinition({
      metadata,
      spec: { versions: names.map((name) => ({ name, served: true, deprecated: true })) },
    }),
  );

function isKnown(before: readonly RemovalFinding[], after: readonly RemovalFinding[]): boolean {
  const isKnownOne = knowing(asBaseline(before.map(asKnownFinding), severities), severities);
  return after.map(asKnownFinding).every(isKnownOne);
}

type Make = (...names: readonly string[]) => readonly RemovalFinding[];

describe('a known use', () => {
  it.each<[string, Make, string, string]>([
    ['webhook rule', hooks, 'a.example.com', 'b.example.com'],
    ['webhook of old reviews', reviews, 'a.example.com', 'b.example.com'],
    ['stored version', stored, 'v1alpha1', 'v1beta1'],
    ['right to what is gone', roles, 'podsecuritypolicies.policy', 'ingresses.extensions'],
    ['deprecated version', deprecated, 'v1alpha1', 'v1beta1'],
  ])('of a %s is not another one of the same object', (_, make, one, other) => {
    const known = (before: readonly string[], after: readonly string[]) =>
      isKnown(make(...before), make(...after));
    expect(make(one)).toHaveLength(1);
    expect({
      same: known([one], [one]),
      reordered: known([one, other], [other, one]),
      fewer: known([one, other], [other]),
      exchanged: known([one], [other]),
      added: known([one], [other, one]),
    }).toEqual({ same: true, reordered: true, fewer: true, exchanged: false, added: false });
  });
  it('of an object whose name is generated is known in a renamed file', () => {
    const review = (file: string, generateName: string | null) => [
      judgeObject(
        {
          apiVersion: 'batch/v1beta1',
          kind: 'CronJob',
          namespace: 'shop',
          name: null,
          generateName,
          value: {},
        },
        25,
        'gate',
        () => `${file}:1`,
      )!,
    ];
    expect(isKnown(review('a.yaml', 'run-'), review('b.yaml', 'run-'))).toBe(true);
    expect(isKnown(review('a.yaml', 'run-'), review('a.yaml', 'stop-'))).toBe(false);
    expect(isKnown(review('a.yaml', null), review('b.yaml', null))).toBe(false);
  });
});
