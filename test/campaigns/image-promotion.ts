import type { CampaignStatus } from '#domain/status/status.ts';
import { groupSpec } from './fleet-file.ts';

/** A cluster of the test ring and one of production. */
export function ringPair(name: string, pools: readonly object[], ...more: readonly object[]) {
  return [
    { name: `aks-${name}-test`, tags: { ring: 'test' }, pools },
    { name: `aks-${name}-prod`, tags: { ring: 'production' }, pools: [...pools, ...more] },
  ];
}

/** Node images, test before production; test soaks longer than any test runs. */
export function promotionSpec(group: string, nodeImageSelection: string): string {
  return groupSpec(group, {
    upgrade: { type: 'NodeImageOnly', nodeImageSelection },
    stages: [
      { name: 'test', clusters: [{ tags: { ring: 'test' } }], soak: '50d', approval: { required: false } },
      { name: 'production', clusters: [{ tags: { ring: 'production' } }], soak: '1m' },
    ],
  });
}

export function soaksTest({ waitingFor }: CampaignStatus): boolean {
  return waitingFor.some(({ kind, name }) => kind === 'soak' && name === 'test');
}
