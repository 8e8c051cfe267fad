import { z } from 'zod';
import type { FieldPath, Finding } from '../problem/problem.ts';
import { onlyWhenSound, withRule } from './rule.ts';
import { choice, duration, flag, text, wholeNumber } from './scalars.ts';
import { stalledDrain, stalledDrainOverride } from './stalled-drain.ts';

/** The first version of the AKS API that knows blue-green upgrades. */
const firstBlueGreen = '2025-08-02-preview';

interface Surge {
  readonly maxSurge?: string | undefined;
  readonly maxUnavailable?: string | undefined;
}

/** Azure's form: "1", "33%"; a bare number is read as its text. */
function nodes() {
  const error = 'expected a number of nodes or a percentage, such as "1" or "33%"';
  const written = z.string({ error }).regex(/^(?:0|[1-9]\d{0,3}|[1-9]\d?%|100%)$/, { error });
  return z.union([wholeNumber(0, 9999, error), written], { error }).transform(String);
}

const batchSizeError = 'expected a number of nodes or a percentage, at least 1, such as "1" or "33%"';

const maxSurge = nodes().describe('Extra nodes during the upgrade; AKS rounds percentages up.');
const maxUnavailable = nodes().describe('Nodes that may be missing during the upgrade (user pools only).');

const poolsOwn = {
  drainTimeoutInMinutes: wholeNumber(1, 1440)
    .optional()
    .describe('How long AKS waits for a node to drain; absent: as the pool has it.'),
  nodeSoakDurationInMinutes: wholeNumber(0, 30)
    .optional()
    .describe('How long AKS waits after each node; absent: as the pool has it.'),
  undrainableNodeBehavior: choice(['Schedule', 'Cordon'])
    .optional()
    .describe('What AKS does with a node that cannot be drained; absent: as the pool has it.'),
};

const upgradeSettings = withRule(
  z.strictObject({
    maxSurge: maxSurge.prefault('1'),
    maxUnavailable: maxUnavailable.prefault('0'),
    ...poolsOwn,
  }),
  ['maxSurge', 'maxUnavailable'],
  (settings) => neverMoves(settings, []),
);

const drainBatchSize = z
  .union(
    [
      wholeNumber(1, 1000, batchSizeError).transform(String),
      z
        .string({ error: batchSizeError })
        .regex(/^(?:[1-9]\d{0,3}|[1-9]\d?%|100%)$/, { error: batchSizeError }),
    ],
    { error: batchSizeError },
  )
  .describe('How many of the old nodes are drained at a time; AKS rounds percentages up.');

const blueGreen = z.strictObject({
  drainBatchSize: drainBatchSize.optional(),
  drainTimeoutInMinutes: wholeNumber(1, 1440)
    .optional()
    .describe('How long AKS waits for a node to drain; absent: as the pool has it.'),
  batchSoakDurationInMinutes: wholeNumber(0, 1440)
    .optional()
    .describe('How long AKS waits after each batch but the last; absent: as the pool has it.'),
  finalSoakDurationInMinutes: wholeNumber(0, 10_080)
    .optional()
    .describe(
      'How long AKS keeps the drained old nodes; only in this time it rolls back; absent: as the pool has it.',
    ),
});

const about = {
  upgradeSettings: "Azure's own settings, in force while the pool is upgraded.",
  upgradeStrategy:
    'BlueGreen: Azure puts a second set of nodes beside the pool, drains the old one batch by batch, and removes it after a final soak. Needs previewApiVersion; absent: as the pool has it.',
  upgradeSettingsBlueGreen:
    "Azure's own settings of blue-green upgrades, in the place of upgradeSettings. Needs previewApiVersion.",
  restoreUpgradeSettings: "Whether the pool's own values come back afterwards, also after a failure.",
  soak: 'How long to watch after the pool.',
  timeout: 'A pool that takes longer needs a decision; the soaks of a blue-green upgrade are not counted.',
  stalledDrain: 'What follows from a drain that a PDB or a pod blocks.',
};
const timeout = () => duration({ atLeastMs: 60_000 }).describe(about.timeout);

const strategy = {
  upgradeStrategy: choice(['Rolling', 'BlueGreen']).optional().describe(about.upgradeStrategy),
  upgradeSettingsBlueGreen: blueGreen.optional().describe(about.upgradeSettingsBlueGreen),
};

const defaults = z.strictObject({
  upgradeSettings: upgradeSettings.prefault({}).describe(about.upgradeSettings),
  ...strategy,
  restoreUpgradeSettings: flag().prefault(true).describe(about.restoreUpgradeSettings),
  soak: duration().prefault('5m').describe(about.soak),
  timeout: timeout().prefault('4h'),
  stalledDrain: stalledDrain.prefault({}).describe(about.stalledDrain),
});

const match = z.strictObject({
  name: text('expected a pool name or a pattern such as "gpu*"').optional().describe('A pattern: "gpu*".'),
  osType: choice(['Linux', 'Windows']).optional().describe('The operating system of the nodes.'),
  mode: choice(['System', 'User', 'Gateway']).optional().describe("The pool's mode in AKS."),
  scaleSetPriority: choice(['Regular', 'Spot']).optional().describe('Whether Azure may evict its nodes.'),
});

const override = withRule(
  z.strictObject({
    match: match
      .refine((fields) => Object.keys(fields).length > 0, {
        ...onlyWhenSound,
        error:
          'matches every pool; name at least one of name, osType, mode and scaleSetPriority, or write it into defaults',
      })
      .meta({ minProperties: 1 })
      .describe('Which pools: all that every given field matches.'),
    upgradeSettings: z
      .strictObject({ maxSurge: maxSurge.optional(), maxUnavailable: maxUnavailable.optional(), ...poolsOwn })
      .optional()
      .describe(about.upgradeSettings),
    ...strategy,
    restoreUpgradeSettings: flag().optional().describe(about.restoreUpgradeSettings),
    soak: duration().optional().describe(about.soak),
    timeout: timeout().optional(),
    stalledDrain: stalledDrainOverride.optional().describe(about.stalledDrain),
  }),
  ['match.mode', 'upgradeSettings.maxUnavailable'],
  ({ match: { mode }, upgradeSettings: { maxUnavailable } = {} }) =>
    mode === 'System' && maxUnavailable !== undefined && maxUnavailable !== '0'
      ? [
          {
            path: ['upgradeSettings', 'maxUnavailable'],
            message: 'Azure refuses maxUnavailable on system pools',
          },
        ]
      : [],
).refine((fields) => Object.keys(fields).length > 1, {
  ...onlyWhenSound,
  error: 'changes nothing; name at least one setting',
});

const settings = withRule(
  z.strictObject({
    previewApiVersion: text('expected a preview version of the AKS API, such as "2026-01-02-preview"')
      .refine((version) => /^\d{4}-\d\d-\d\d-preview$/.test(version) && version >= firstBlueGreen, {
        error: `expected a preview version of the AKS API, at least ${firstBlueGreen}`,
      })
      .optional()
      .describe(
        `A preview version of the AKS API (at least ${firstBlueGreen}): clusters and pools are read and changed by it, for no other version knows blue-green upgrades. Azure supports no preview in production.`,
      ),
    defaults: defaults.prefault({}).describe('Holds for every pool.'),
    overrides: z
      .array(override)
      .prefault([])
      .describe('In order; every one that matches a pool is laid over the ones before it.'),
  }),
  ['defaults.upgradeSettings', 'overrides'],
  ({ defaults, overrides }) =>
    overrides.flatMap(({ upgradeSettings: written }, index) =>
      written === undefined
        ? []
        : neverMoves({ ...defaults.upgradeSettings, ...written }, ['overrides', index, 'upgradeSettings']),
    ),
);

/** How node pools are upgraded. */
export const nodePools = withRule(
  settings,
  ['defaults.upgradeStrategy', 'defaults.upgradeSettingsBlueGreen', 'overrides', 'previewApiVersion'],
  ({ defaults, overrides, previewApiVersion }) =>
    previewApiVersion === undefined
      ? [
          ...needsPreview(defaults, ['defaults']),
          ...overrides.flatMap((each, index) => needsPreview(each, ['overrides', index])),
        ]
      : [],
);

function needsPreview(written: object, path: FieldPath): Finding[] {
  const names = ['upgradeStrategy', 'upgradeSettingsBlueGreen'].filter((name) => name in written);
  return names.map((name) => ({
    path: [...path, name],
    message:
      'only a preview version of the AKS API takes it; set nodePools.previewApiVersion, for example to 2026-01-02-preview',
  }));
}

/** AKS needs either an extra node or leave to miss one. */
function neverMoves({ maxSurge, maxUnavailable }: Surge, path: FieldPath): Finding[] {
  return maxSurge === '0' && maxUnavailable === '0'
    ? [
        {
          path: [...path, 'maxSurge'],
          message: '"0" together with maxUnavailable "0" upgrades no node; give one of them at least "1"',
        },
      ]
    : [];
}
