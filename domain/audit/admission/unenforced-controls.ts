import { reasonsByControl } from '../control/reasons-by-control.ts';

/** Of each control that no admission policy enforces, why. */
export const unenforcedControls = reasonsByControl([
  [
    'it is a setting of Azure, of which the API server knows nothing',
    'DEF-01 DEF-02 ENT-01 ENT-02 ENT-03 ENT-04 ENT-09 ENT-10 NET-01 NET-04 UPG-01 UPG-02 UPG-03 UPG-04 OS-01 OS-02 OS-05 WIN-01 WIN-02 WIN-03 NODE-01 NODE-02 NODE-03 NODE-04 NODE-05 NODE-06',
  ],
  [
    'other objects decide it, and a policy sees only the one that is sent',
    'ENT-07 ENT-11 ENT-12 ENT-13 NET-02 NET-05 POD-15 LSM-03',
  ],
  ['it becomes so over time, without a request that a policy could refuse', 'DEF-03 OS-03 OS-04'],
  ['only the version to come decides it', 'POD-08 UPG-05'],
  ['the label pod-security.kubernetes.io/enforce: restricted of a namespace enforces it', 'POD-05'],
  ['only files are judged: what a cluster holds is where it belongs', 'WL-07'],
  ['it is for information', 'LSM-04 MT-01'],
]);
