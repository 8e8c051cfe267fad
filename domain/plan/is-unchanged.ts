import type { ClusterOutline } from './outline-plan.ts';

/** It takes part, and there is nothing to do. A file of its own: workflows ask it, and must not bundle the planner. */
export function isUnchanged({ blocked, versions, pools }: ClusterOutline): boolean {
  return blocked.length === 0 && versions.length === 0 && pools === 0;
}
