export { campaign } from './campaign.ts';
export { clusterUpgrade } from './cluster-upgrade.ts';
