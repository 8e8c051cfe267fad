export type UpgradeStrategy = 'Rolling' | 'BlueGreen';

/** `upgradeSettingsBlueGreen` of a node pool, by Azure's names; an absent field keeps the pool's own value. */
export interface BlueGreenSettings {
  readonly drainBatchSize?: string;
  readonly drainTimeoutInMinutes?: number;
  readonly batchSoakDurationInMinutes?: number;
  readonly finalSoakDurationInMinutes?: number;
}

/** AKS's defaults ("Blue-green node pool upgrades"). */
export const aksBlueGreenSettings: Required<BlueGreenSettings> = {
  drainBatchSize: '10%',
  drainTimeoutInMinutes: 30,
  batchSoakDurationInMinutes: 15,
  finalSoakDurationInMinutes: 60,
};

const minute = 60_000;

/** "2", or "33%" of so many nodes, rounded up as Azure does. */
export function resolvePercentage(text: string, nodes: number): number {
  const amount = Number.parseFloat(text);
  return text.endsWith('%') ? Math.ceil((nodes * amount) / 100) : amount;
}

/** Between batches and at the end; after the last batch only the final soak follows (recorded, aks-preview 2026-03). */
export function azureSoakMs(settings: Required<BlueGreenSettings>, nodes: number): number {
  const { drainBatchSize, batchSoakDurationInMinutes, finalSoakDurationInMinutes } = settings;
  const batches = Math.ceil(nodes / Math.max(1, resolvePercentage(drainBatchSize, nodes)));
  return (Math.max(0, batches - 1) * batchSoakDurationInMinutes + finalSoakDurationInMinutes) * minute;
}
