import type { SteppedNode } from './node-steps.ts';

/**
 * Whether a blue-green upgrade is in its final soak, the only time in which Azure rolls it back: its operation says so (recorded,
 * aks-preview 2026-03); where only the pool's state is known, its nodes do, once every old one is drained beside new ones.
 */
export function isInFinalSoak(progress: string, nodes: readonly SteppedNode[] | null): boolean {
  if (progress.startsWith('BlueGreen')) return progress.startsWith('BlueGreenSoakingFinal');
  if (nodes === null) return false;
  const steps = new Set(nodes.map(({ step }) => step));
  return steps.has('drained') && steps.has('surge') && steps.size === 2;
}
