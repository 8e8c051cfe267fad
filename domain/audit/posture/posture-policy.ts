import type { ControlWaiver } from '../control/control-waiver.ts';
import type { Severity } from '../control/severity.ts';

/** `baseline` of the campaign file: how safe a cluster has to be left. */
export interface PosturePolicy {
  /** The lowest severity that counts. */
  readonly threshold: Severity;
  readonly waivers: readonly ControlWaiver[];
  /** Whether a cluster that is less safe than before its first change waits for a person. */
  readonly noRegression: boolean;
}
