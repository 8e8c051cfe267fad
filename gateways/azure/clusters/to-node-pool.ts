import type { BlueGreenSettings } from '#domain/fleet/blue-green.ts';
import type { NodePool } from '#domain/fleet/fleet.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import { type CheckedFields, checkedFields } from '../client/checked-fields.ts';
import type { JsonObject } from '../client/json-object.ts';
import { runningVersion } from './running-version.ts';

/** Where a pool does not say, which Azure's answers do: what its own tools give a pool. */
const defaultMaxPods = 110;

const modes = ['System', 'Gateway', 'ManagedSystem', 'Machines'] as const;
const types = ['VirtualMachines', 'AvailabilitySet'] as const;

/** A node pool as an entry of its cluster's `agentPoolProfiles`, or the same fields of the pool itself with its name. */
export function toNodePool(found: JsonObject): NodePool {
  const notUnderstood: string[] = [];
  const note = (clause: string) => notUnderstood.push(clause);
  const fields = checkedFields(found, '', note);
  const name = fields.text('name') ?? '';
  if (name === '') notUnderstood.push('it has no name');
  const mode = modes.find((each) => each === fields.text('mode')) ?? 'User';
  const versions = ['currentOrchestratorVersion', 'orchestratorVersion'] as const;
  const type = types.find((each) => each === fields.text('type')) ?? 'VirtualMachineScaleSets';
  return {
    name,
    mode,
    type,
    osType: fields.text('osType') === 'Windows' ? 'Windows' : 'Linux',
    osSKU: fields.text('osSKU') ?? '',
    ...sizeOf(fields, type),
    orchestratorVersion: fields.text('orchestratorVersion') ?? '',
    currentOrchestratorVersion: mode === 'Machines' ? '' : runningVersion(fields, versions, note),
    nodeImageVersion: fields.text('nodeImageVersion') ?? '',
    provisioningState: fields.text('provisioningState') ?? 'Unknown',
    powerState: fields.under('powerState').text('code') === 'Stopped' ? 'Stopped' : 'Running',
    scaleSetPriority: fields.text('scaleSetPriority') === 'Spot' ? 'Spot' : 'Regular',
    availabilityZones: fields.texts('availabilityZones'),
    subnetId: fields.text('vnetSubnetID'),
    podSubnetId: fields.text('podSubnetID'),
    maxPods: fields.count('maxPods') ?? defaultMaxPods,
    tags: fields.tags('tags'),
    upgradeStrategy: fields.text('upgradeStrategy') === 'BlueGreen' ? 'BlueGreen' : 'Rolling',
    upgradeSettings: toUpgradeSettings(fields.under('upgradeSettings')),
    upgradeSettingsBlueGreen: toBlueGreenSettings(fields.under('upgradeSettingsBlueGreen')),
    eTag: fields.text('eTag') ?? '',
    latestNodeImageVersion: null,
    notUnderstood,
  };
}

type Size = Pick<NodePool, 'vmSize' | 'count' | 'autoscaling'>;

function sizeOf(fields: CheckedFields, type: NodePool['type']): Size {
  if (type === 'VirtualMachines') return sizeOfMachines(fields);
  const count = fields.count('count');
  const [min, max] = [fields.count('minCount') ?? 0, fields.count('maxCount') ?? count ?? 0];
  return {
    vmSize: fields.text('vmSize') ?? '',
    count,
    autoscaling: fields.flag('enableAutoScaling') === true ? { min, max } : null,
  };
}

/**
 * A pool of VirtualMachines has neither `count` nor `vmSize`: with `scale.manual` it has the nodes that are asked for, with
 * `scale.autoscale` (one object in preview versions, a list in others) those of `virtualMachineNodesStatus`, which Azure leaves out
 * where a pool is stopped or was just made (recorded, aks-preview 2026-03).
 */
function sizeOfMachines(fields: CheckedFields): Size {
  const profile = fields.under('virtualMachinesProfile').under('scale');
  const manual = profile.list('manual');
  const autoscale = profile.list('autoscale');
  const status = fields.list('virtualMachineNodesStatus');
  const sizes = [...manual, ...autoscale].flatMap((each) => each.text('size') ?? []);
  const isAutoscaled = autoscale.length > 0;
  return {
    vmSize: [...new Set(sizes)].join(', '),
    count: sumOf(isAutoscaled ? status : manual, 'count'),
    autoscaling: isAutoscaled
      ? { min: sumOf(autoscale, 'minCount') ?? 0, max: sumOf(autoscale, 'maxCount') ?? 0 }
      : null,
  };
}

/** null: there is none, or not all are known; unknown is not 0. */
function sumOf(parts: readonly CheckedFields[], key: string): number | null {
  const counts = parts.map((each) => each.count(key));
  return counts.length === 0 || counts.includes(null)
    ? null
    : counts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

function toBlueGreenSettings(settings: CheckedFields): BlueGreenSettings {
  const drainBatchSize = settings.text('drainBatchSize');
  const minutes = ['drainTimeoutInMinutes', 'batchSoakDurationInMinutes', 'finalSoakDurationInMinutes'];
  return {
    ...(drainBatchSize !== null && { drainBatchSize }),
    ...Object.fromEntries(
      minutes.flatMap((name) => {
        const value = settings.count(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
  };
}

/** Only what is set: an absent setting is Azure's to choose, and stays so. */
function toUpgradeSettings(settings: CheckedFields): UpgradeSettings {
  const [maxSurge, maxUnavailable] = [settings.text('maxSurge'), settings.text('maxUnavailable')];
  const drainTimeoutInMinutes = settings.count('drainTimeoutInMinutes');
  const nodeSoakDurationInMinutes = settings.count('nodeSoakDurationInMinutes');
  const behavior = settings.text('undrainableNodeBehavior');
  return {
    ...(maxSurge !== null && { maxSurge }),
    ...(maxUnavailable !== null && { maxUnavailable }),
    ...(drainTimeoutInMinutes !== null && { drainTimeoutInMinutes }),
    ...(nodeSoakDurationInMinutes !== null && { nodeSoakDurationInMinutes }),
    ...((behavior === 'Schedule' || behavior === 'Cordon') && { undrainableNodeBehavior: behavior }),
  };
}
