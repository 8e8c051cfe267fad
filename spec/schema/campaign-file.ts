import { z } from 'zod';
import { usualHoldTag } from '#domain/campaign/campaign.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { Finding } from '../problem/problem.ts';
import { approvalIdentity, judgeApprovers } from './approval-identity.ts';
import { baseline } from './baseline.ts';
import { health } from './health.ts';
import { maintenance } from './maintenance.ts';
import { migrate } from './migrate.ts';
import { nodePools } from './node-pools.ts';
import { preflight } from './preflight.ts';
import { reboot } from './reboot.ts';
import { withRule } from './rule.ts';
import { choice, duration, flag, name, text, texts, thenKey } from './scalars.ts';
import { stage } from './stage.ts';
import { uniqueNames } from './unique-names.ts';

/** What follows a failure. */
const rollback = z.strictObject({
  nodePools: choice(['Never', 'Ask', 'OnFailure'])
    .prefault('Ask')
    .describe(
      'A node pool that fails, while AKS can still roll it back to its previous version and image. Ask: it waits for a decision; `drydock rollback` rolls it back. OnFailure: it is rolled back automatically, and its cluster counts as failed. Never: it stays.',
    ),
  onControlPlaneFailure: choice(['Hold'])
    .prefault('Hold')
    .describe('A control plane cannot be rolled back: a failure waits for a decision.'),
});

/** Who may force, and for how long. */
const forceUpgrade = z.strictObject({
  approvers: z
    .array(text('expected a name'))
    .prefault([])
    .describe('Who may force; empty: everyone except the person who started the campaign.'),
  longest: duration({ atLeastMs: 60_000 })
    .prefault('4h')
    .describe('Maximum duration of a force; it is switched off right after the attempt.'),
});

const keptVersions = ['NodeImageOnly', 'Reboot', 'Migrate'] as const;
const versionError = 'expected a Kubernetes version in quotes, such as "1.34" or "1.34.1"';

const upgrade = withRule(
  z.strictObject({
    type: choice(['Full', 'ControlPlaneOnly', 'NodePoolsOnly', 'NodeImageOnly', 'Reboot', 'Migrate'])
      .prefault('Full')
      .describe(
        'Full: the control plane, then every pool. NodeImageOnly: versions stay; every pool gets the newest node image of its family. Reboot: versions stay; Linux nodes that wait for a reboot are rebooted (`reboot`). Migrate: versions stay; workloads move to new node pools of another operating system (`migrate`).',
      ),
    kubernetesVersion: z
      .string({ error: versionError })
      .regex(/^\d+\.\d+(\.\d+)?$/, { error: versionError })
      .meta({ examples: ['1.34', '1.34.1'] })
      .optional()
      .describe(
        'The target. A minor means its newest patch on offer, pinned by the plan. Not with NodeImageOnly, Reboot or Migrate; else required.',
      ),
    allowMultipleHops: flag()
      .prefault(false)
      .describe(
        'Whether a cluster may be upgraded by several minors, one after the other, each fully verified.',
      ),
    nodeImageSelection: choice(['Latest', 'Consistent'])
      .optional()
      .describe(
        'With NodeImageOnly. Latest (there the default): each pool gets the newest image at that time; an image that the stage before has not run is reported. Consistent: a stage gets only images that the stage before has run for its soak, in this campaign or an earlier one; others are blocked.',
      ),
  }),
  ['type', 'kubernetesVersion', 'nodeImageSelection'],
  fieldsByType,
).meta({
  if: { required: ['type'], properties: { type: { enum: [...keptVersions] } } },
  [thenKey.afterwards]: { properties: { kubernetesVersion: false } },
  else: { required: ['kubernetesVersion'] },
});

function fieldsByType({
  type,
  kubernetesVersion,
  nodeImageSelection,
}: {
  readonly type: string;
  readonly kubernetesVersion?: string | undefined;
  readonly nodeImageSelection?: string | undefined;
}): Finding[] {
  return [...versionFindings(type, kubernetesVersion), ...selectionFindings(type, nodeImageSelection)];
}

function versionFindings(type: string, kubernetesVersion: string | undefined): Finding[] {
  const isKept = keptVersions.some((each) => each === type);
  if ((kubernetesVersion === undefined) === isKept) return [];
  const misplaced = `has no place beside type ${type}, which leaves versions as they are; remove it`;
  return [{ path: ['kubernetesVersion'], message: isKept ? misplaced : versionError }];
}

const newestAnyway: Readonly<Record<string, string>> = {
  Reboot: 'which takes the newest image',
  Migrate: 'whose new pools get the newest image',
};

function selectionFindings(type: string, nodeImageSelection: string | undefined): Finding[] {
  if (type === 'NodeImageOnly' || nodeImageSelection === undefined) return [];
  const why = newestAnyway[type] ?? 'whose pools get the newest image with their version';
  return [{ path: ['nodeImageSelection'], message: `has no place beside type ${type}, ${why}; remove it` }];
}

const patterns = () => z.array(text('expected a pool name or a pattern such as "gpu*"'));

const cluster = z.strictObject({
  controlPlaneSoak: duration().prefault('10m').describe('How long to watch after the control plane.'),
  pools: z
    .strictObject({
      order: patterns()
        .min(1, { error: 'needs at least one pattern, such as "*"' })
        .prefault(['*'])
        .describe(
          "Patterns; a pool's rank is the first that matches. System pools come first within equal rank.",
        ),
      exclude: patterns().prefault([]).describe('Pools that are skipped.'),
    })
    .prefault({})
    .describe('Which pools, in which order; one at a time.'),
  afterCluster: z
    .strictObject({ soak: duration().prefault('15m').describe('How long to watch after the last pool.') })
    .prefault({})
    .describe('What comes after the last pool of a cluster.'),
  onAutoUpgradeConflict: choice(['Fail', 'Suspend'])
    .prefault('Fail')
    .describe(
      'A cluster with an automatic upgrade channel. Fail: it is skipped. Suspend: the channel is none during the upgrade and restored afterwards.',
    ),
  onBusy: z
    .strictObject({
      wait: duration().prefault('2h').describe('How long to wait for the other operation or campaign.'),
      [thenKey.afterwards]: choice(['Skip', 'Fail'])
        .prefault('Skip')
        .describe('Skip: try again at the end of the stage. Fail: it counts as failed.'),
    })
    .prefault({})
    .describe('A cluster on which another operation runs, or which another campaign has.'),
  onStopped: choice(['Skip', 'Fail'])
    .prefault('Skip')
    .describe('A stopped cluster. Skip: it is skipped. Fail: the plan is blocked.'),
  holdTag: text('expected the name of an Azure tag')
    .prefault(usualHoldTag)
    .describe('A cluster or pool with this Azure tag is skipped; the plan says so.'),
});

const timeouts = withRule(
  z.strictObject({
    cluster: duration({ atLeastMs: 60_000 })
      .prefault('12h')
      .describe(
        'A cluster that takes longer needs a decision; waits for windows and operators, and the soaks of blue-green upgrades, are not counted.',
      ),
    campaign: duration({ atLeastMs: 60_000 })
      .prefault('60d')
      .describe('Of the whole campaign, waits included.'),
  }),
  ['cluster', 'campaign'],
  ({ cluster, campaign }) =>
    cluster <= campaign ? [] : [{ path: ['cluster'], message: 'is longer than timeouts.campaign' }],
);

const stages = uniqueNames(z.array(stage), 'stages').min(1, { error: 'needs at least one stage' });

const fieldsOfSpec = withRule(
  z.strictObject({
    upgrade: upgrade.describe('What to upgrade, and to which version.'),
    stages: stages.describe(
      'In order, at least one: a stage begins when the one before it is done and approved.',
    ),
    cluster: cluster.prefault({}).describe('How each cluster is upgraded.'),
    nodePools: nodePools.prefault({}).describe('How node pools are upgraded.'),
    maintenance: maintenance.optional().describe('When the campaign may act; absent: at any time.'),
    health: health
      .prefault({})
      .describe(
        'What must be as healthy after each step as before it; the baseline is taken before the first change.',
      ),
    preflight: preflight
      .prefault({})
      .describe(
        'What `plan` checks, and a campaign right before each cluster and pool. Block: a finding waits for a decision. Warn: it is only reported. Ignore: it is not checked.',
      ),
    rollback: rollback.prefault({}).describe('Whether a failed pool is rolled back.'),
    baseline: baseline
      .prefault({})
      .describe('The security audit of each cluster before and after its upgrade.'),
    approval: approvalIdentity
      .prefault({})
      .describe('How much the word of an approver takes; who approves is a field of each stage.'),
    forceUpgrade: forceUpgrade
      .optional()
      .describe(
        'Lets a second person override, with `drydock force`, the checks of AKS at the start of an upgrade: deprecated APIs in use and disruption budgets. Absent: `force` is refused.',
      ),
    reboot: reboot
      .optional()
      .describe('How nodes that wait for a reboot are rebooted. Only with upgrade.type Reboot.'),
    migrate: migrate
      .optional()
      .describe(
        'Which node pools move to new ones, and how. Only with upgrade.type Migrate, and there required.',
      ),
    timeouts: timeouts.prefault({}).describe('How long things may take.'),
  }),
  ['stages', 'timeouts'],
  ({ stages, timeouts }) => soaksTooLong(stages, timeouts.campaign),
);

/** What a campaign does; a nightly file has it as `spec.campaign`. */
export const campaignSpec = withRule(
  withRule(
    withRule(fieldsOfSpec, ['stages', 'approval', 'forceUpgrade'], judgeApprovers),
    ['upgrade.type', 'migrate'],
    ({ upgrade: { type }, migrate: own }) => {
      if ((own !== undefined) === (type === 'Migrate')) return [];
      const misplaced = `has no place beside upgrade.type ${type}; remove it`;
      const message = own === undefined ? 'is required with upgrade.type Migrate' : misplaced;
      return [{ path: ['migrate'], message }];
    },
  ),
  ['upgrade.type', 'reboot'],
  ({ upgrade: { type }, reboot: own }) => {
    if (own === undefined) return [];
    if (type !== 'Reboot')
      return [{ path: ['reboot'], message: `has no place beside upgrade.type ${type}; remove it` }];
    if (own.kuredMetric === undefined || own.kured === 'HoldLock') return [];
    const message = 'has no place beside kured: Leave, which never checks which nodes wait; remove it';
    return [{ path: ['reboot', 'kuredMetric'], message }];
  },
);

/** A campaign file as people write it; what comes out has its defaults and durations in milliseconds. */
export const campaignFile = z
  .strictObject({
    apiVersion: choice(['drydock.dev/v1']).describe('Version of this format.'),
    kind: choice(['UpgradeCampaign']).describe('What this file is.'),
    metadata: z
      .strictObject({
        name: name().describe("The campaign's name; used once while Temporal remembers it."),
        labels: texts().prefault({}).describe('For finding it again.'),
        annotations: texts().prefault({}).describe('For people: a change number, a link.'),
      })
      .describe('Who this campaign is.'),
    spec: campaignSpec.describe('What the campaign does.'),
  })
  .meta({ title: 'UpgradeCampaign', description: 'A staged upgrade of AKS clusters.' });

export type CampaignFile = z.output<typeof campaignFile>;

function soaksTooLong(list: z.output<typeof stages>, campaignMs: number): Finding[] {
  const total = list.reduce((sum, { soak }) => sum + soak, 0);
  if (total < campaignMs) return [];
  const message = `must be longer than the soaks of all stages together (${formatDuration(total)})`;
  return [{ path: ['timeouts', 'campaign'], message }];
}
