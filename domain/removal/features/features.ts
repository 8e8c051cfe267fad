import { addOns } from './add-ons.ts';
import { annotations } from './annotations.ts';
import type { Feature } from './feature.ts';
import { nodeLabels } from './node-labels.ts';
import { references } from './references.ts';
import { runtime } from './runtime.ts';
import { services } from './services.ts';
import { volumes } from './volumes.ts';

/** What versions of Kubernetes, and AKS with them, take away beside API versions, where objects show it. */
export const features: readonly Feature[] = [
  ...volumes,
  ...nodeLabels,
  ...annotations,
  ...services,
  ...runtime,
  ...addOns,
  ...references,
];

const byKind = new Map<string, Feature[]>();
for (const feature of features)
  for (const kind of feature.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), feature]);

/** Those that objects of a kind may show: "Deployment.apps". */
export function featuresOf(kind: string): readonly Feature[] {
  return byKind.get(kind) ?? none;
}

const none: readonly Feature[] = [];
