export { campaign } from './campaign/campaign.ts';
export { clusterUpgrade } from './cluster/cluster-upgrade.ts';
export { auditRecord } from './entities/audit-record.ts';
export { fleetRecord } from './entities/fleet-record.ts';
export { freezes } from './entities/freezes.ts';
export { nightly } from './entities/nightly.ts';
export { usedToken } from './entities/used-token.ts';
