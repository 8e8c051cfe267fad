/** Reviews a client may ask for; they are answered and not kept. */
interface Review {
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly status: object;
}

const ANYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};

const AUTHORIZATION = 'authorization.k8s.io';

// Every token has every permission.
export const reviews: readonly Review[] = [
  {
    group: AUTHORIZATION,
    plural: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    kind: 'SelfSubjectAccessReview',
    status: { allowed: true, reason: 'the simulator grants every token every permission' },
  },
  {
    group: AUTHORIZATION,
    plural: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    kind: 'SelfSubjectRulesReview',
    status: ANYTHING,
  },
  {
    group: 'authentication.k8s.io',
    plural: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    kind: 'SelfSubjectReview',
    status: { userInfo: { username: 'operator', groups: ['system:authenticated'] } },
  },
];

/** The review that a path asks for. */
export function reviewAt(path: string): Review | undefined {
  return reviews.find(({ group, plural }) => path === `/apis/${group}/v1/${plural}`);
}

/** The review with its answer filled in, which does not depend on the question. */
export function answerReview({ group, kind, status }: Review, { spec }: { readonly spec?: unknown }) {
  const metadata = { creationTimestamp: null };
  return { kind, apiVersion: `${group}/v1`, metadata, ...(spec === undefined ? {} : { spec }), status };
}
