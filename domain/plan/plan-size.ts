import type { CampaignOutline } from './outline-plan.ts';

/** What a plan comes to; pools and nodes are those that it upgrades. */
export interface PlanSize {
  readonly target: string;
  readonly clusters: number;
  readonly pools: number;
  readonly nodes: number;
}

export function planSize({ target, stages }: CampaignOutline): PlanSize {
  const clusters = stages.flatMap((stage) => stage.clusters);
  const sum = (what: 'pools' | 'nodes') => clusters.reduce((total, cluster) => total + cluster[what], 0);
  return { target, clusters: clusters.length, pools: sum('pools'), nodes: sum('nodes') };
}
