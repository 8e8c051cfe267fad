import type { FieldPath, Finding } from './problem/problem.ts';
import type { CampaignFile } from './schema/campaign-file.ts';

type Spec = CampaignFile['spec'];

/** Fields of a sound file that change nothing although their author may count on them. */
export function findWarnings(spec: Spec, isWritten: (path: FieldPath) => boolean): Finding[] {
  return [
    ...idleApproval(spec),
    ...idleForType(spec),
    ...spec.stages.flatMap(idleTolerance),
    ...idleRollback(spec),
    ...idleRemovals(spec),
    ...idleMetrics(spec),
    ...idleWindow(spec),
    ...spec.stages.flatMap(askingNobody),
  ]

    .filter(({ path }) => isWritten(path))
    .map(({ path, message }) => ({ path, message: `changes nothing: ${message}`, atKey: true }));
}

function idleApproval({ stages }: Spec): Finding[] {
  const path = ['spec', 'stages', stages.length - 1, 'approval'];
  return [{ path, message: 'approval is asked before the next stage, and this is the last' }];
}

function askingNobody({ approval }: Spec['stages'][number], index: number): Finding[] {
  if (approval.required) return [];
  return ['quorum', 'expires', 'onExpiry'].map((field) => ({
    path: ['spec', 'stages', index, 'approval', field],
    message: 'required is false, so no approval is requested',
  }));
}

function idleForType({ upgrade: { type } }: Spec): Finding[] {
  const left = type === 'ControlPlaneOnly' ? 'node pools' : 'control planes';
  const message = `upgrade.type ${type} leaves ${left} as they are`;
  const versionsStay = [
    ['upgrade', 'allowMultipleHops'],
    ['cluster', 'controlPlaneSoak'],
    ['rollback', 'onControlPlaneFailure'],
  ];
  const fields = {
    Full: [],
    ControlPlaneOnly: [['cluster', 'pools'], ['nodePools'], ['rollback', 'nodePools']],
    NodePoolsOnly: [
      ['cluster', 'controlPlaneSoak'],
      ['rollback', 'onControlPlaneFailure'],
    ],
    NodeImageOnly: versionsStay,
    Reboot: versionsStay,
    Migrate: versionsStay,
  };
  return fields[type].map((path) => ({ path: ['spec', ...path], message }));
}

function idleRollback({ stages, rollback }: Spec): Finding[] {
  if (rollback.nodePools !== 'Never') return [];
  return stages.flatMap(({ failurePolicy }, index) =>
    failurePolicy.onExceeded === 'Rollback'
      ? [
          {
            path: ['spec', 'stages', index, 'failurePolicy', 'onExceeded'],
            message: 'rollback.nodePools is Never, so it only waits for a person',
          },
        ]
      : [],
  );
}

function idleRemovals({ preflight: { removedApis } }: Spec): Finding[] {
  if (removedApis !== 'Ignore') return [];
  const message = 'removedApis is Ignore, so such uses are not checked';
  return ['removedApisMode', 'removedApisWaivers'].map((field) => ({
    path: ['spec', 'preflight', field],
    message,
  }));
}

function idleMetrics({ health: { at } }: Spec): Finding[] {
  const message = 'health.at is empty, so nothing is measured';
  return at.length > 0 ? [] : [{ path: ['spec', 'health', 'metrics'], message }];
}

function idleWindow({ maintenance }: Spec): Finding[] {
  const message = "source is Cluster, so only the clusters' own windows in Azure count";
  return maintenance?.source === 'Cluster'
    ? [{ path: ['spec', 'maintenance', 'maintenanceWindow'], message }]
    : [];
}

function idleTolerance({ failurePolicy }: Spec['stages'][number], index: number): Finding[] {
  const { minSuccess, maxFailures, maxConsecutive } = failurePolicy;
  if (minSuccess !== '100%') return [];
  const fields = [
    ...(maxFailures === 0 || maxFailures === '0%' ? [] : ['maxFailures']),
    ...(maxConsecutive === 1 ? [] : ['maxConsecutive']),
  ];
  const message = 'minSuccess is 100%, which the first failure already misses';
  return fields.map((field) => ({ path: ['spec', 'stages', index, 'failurePolicy', field], message }));
}
