import type { Gateways } from '#gateways/open-gateways.ts';
import { type SettleInput, settle, type Verdict } from './await-settled.ts';

export interface VerifyControlPlaneInput extends SettleInput {
  readonly resourceId: string;
  readonly version: string;
}

/** Asks the API server for its version: Azure's own field flips when an upgrade is accepted, not when it is done. */
export function verifyControlPlane(gateways: Gateways) {
  return (input: VerifyControlPlaneInput): Promise<Verdict> =>
    settle(input, async () => {
      const cluster = await gateways.azure.inspectCluster(input.resourceId);
      if (cluster.provisioningState !== 'Succeeded')
        return problem(`${cluster.name} is ${cluster.provisioningState}`);
      const served = await gateways.kubernetes.serverVersion(input.resourceId);
      return served === input.version
        ? { ok: true }
        : problem(`the API server says ${served}, not ${input.version}`);
    });
}

function problem(text: string): Verdict {
  return { ok: false, problems: [text], settling: true };
}
