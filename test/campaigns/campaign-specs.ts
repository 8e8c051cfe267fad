/**
 * A campaign over everything, with short soaks. `more` is laid below `spec`, indented by two. A cluster has days unless
 * `more` says otherwise: the simulated clock runs on while a slow machine thinks.
 */
export function aSpec(
  more = '',
  stages = '    - { name: all, clusters: [{ subscriptions: ["*"] }] }',
  version = '1.34',
): string {
  return `apiVersion: drydock.dev/v1
kind: UpgradeCampaign
metadata: { name: test }
spec:
  upgrade: { kubernetesVersion: "${version}" }
  stages:
${stages}
  cluster: { controlPlaneSoak: 1m, afterCluster: { soak: 1m } }
  nodePools: { defaults: { soak: 1m } }
${more.includes('timeouts:') ? '' : '  timeouts: { cluster: 10d }\n'}${more}`;
}

/** The scenario `small`: one cluster, one pool. */
export const oneCluster = aSpec();

/** The scenario `two-stages`, without its window. */
export const twoStages = aSpec(
  '',
  `    - { name: test, clusters: [{ tags: { ring: test } }], soak: 10m, approval: { approvers: [oncall] } }
    - { name: production, clusters: [{ tags: { ring: production } }], maxConcurrency: 2 }`,
  '1.36',
);
