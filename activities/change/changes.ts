/**
 * One activity for each kind of change. All send their change alike; the name shows in Temporal's history and metrics.
 */
export function changeActivities<F>(begin: F) {
  return {
    upgradeControlPlane: begin,
    upgradeNodePool: begin,
    upgradeNodeImage: begin,
    rollBackNodePool: begin,
    setUpgradeSettings: begin,
    restoreUpgradeSettings: begin,
    setUpgradeChannel: begin,
    setForceUpgrade: begin,
    scaleNodePool: begin,
    createNodePool: begin,
    deleteNodePool: begin,
    deleteMachines: begin,
    restartNode: begin,
  };
}

export type ChangeActivity = keyof ReturnType<typeof changeActivities>;
