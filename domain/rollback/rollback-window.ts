const dayMs = 24 * 3_600_000;

/** How long AKS can roll a node pool back after it left a version ("Roll back node pools" in its documentation). */
export const rollbackWindowMs = 7 * dayMs;

/** "7 days" */
export const rollbackWindow = `${rollbackWindowMs / dayMs} days`;
