import type { FieldPath, Finding } from './problem.ts';
import type { CampaignFile } from './schema/campaign-file.ts';

/** Fields of a sound file that change nothing, and that their author may count on. */
export function findWarnings({ spec }: CampaignFile, isWritten: (path: FieldPath) => boolean): Finding[] {
  const { type } = spec.upgrade;
  const idle: [FieldPath, string][] = [
    [
      ['spec', 'stages', spec.stages.length - 1, 'approval'],
      'changes nothing: approval is asked before the next stage, and this is the last',
    ],
    ...(type === 'ControlPlaneOnly' ? POOL_FIELDS : []).map((path): [FieldPath, string] => [
      path,
      'changes nothing: upgrade.type ControlPlaneOnly leaves node pools as they are',
    ]),
    ...(type === 'NodePoolsOnly' ? CONTROL_PLANE_FIELDS : []).map((path): [FieldPath, string] => [
      path,
      'changes nothing: upgrade.type NodePoolsOnly leaves control planes as they are',
    ]),
  ];
  return idle.filter(([path]) => isWritten(path)).map(([path, message]) => ({ path, message, atKey: true }));
}

const POOL_FIELDS: readonly FieldPath[] = [
  ['spec', 'cluster', 'pools'],
  ['spec', 'nodePools'],
];
const CONTROL_PLANE_FIELDS: readonly FieldPath[] = [['spec', 'cluster', 'controlPlaneSoak']];
