export { campaign } from './campaign.ts';
export { clusterUpgrade } from './cluster-upgrade.ts';
export { fleetRecord } from './fleet-record.ts';
export { freezes } from './freezes.ts';
export { nightly } from './nightly.ts';
