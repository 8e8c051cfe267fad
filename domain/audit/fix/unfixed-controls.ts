import { reasonsByControl } from '../control/reasons-by-control.ts';

/** Of each control of pods for which `--fix` has no patch, why. */
export const unfixedControls = reasonsByControl([
  [
    'only the owner knows whether the program can do without it',
    'NET-03 POD-01 POD-05 POD-07 POD-08 POD-09 POD-10 POD-11 LSM-04',
  ],
  ['a program that writes to its own file system would fail', 'POD-13'],
  ['the value is nowhere in the manifest', 'WL-01 WL-02 WL-03 WL-04 WL-06'],
  ['pods would no longer start while the registry does not answer', 'WL-05'],
  ['the program reads the variable', 'POD-12 POD-14'],
  ['it takes another object', 'POD-16 LSM-03'],
  ['drydock harden makes the policy', 'NET-02'],
  ['it depends on the nodes and the number of pods', 'WIN-03'],
]);
