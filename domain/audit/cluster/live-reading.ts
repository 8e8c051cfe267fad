import type { ServerUsage } from '../../removal/usage/usage-count.ts';
import type { AzureSurroundings } from '../azure/azure-surroundings.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import type { UnreadPart } from './audited-part.ts';

/** What it took of the API server. */
interface AskedServer {
  readonly requests: number;
  /** Of lists; each is a request, too. */
  readonly pages: number;
  /** In these lists; of pods that are alike only one is kept. */
  readonly objects: number;
}

/** A cluster that runs, as far as it was told: plain data, objects bare of what no control looks at. */
export interface LiveReading {
  /** Of Kubernetes 1; null: the API server was not reached. */
  readonly serverMinor: number | null;
  readonly objects: readonly KubernetesObject[];
  /** null: not told. */
  readonly usage: ServerUsage | null;
  /** ARM's JSON of the cluster, raw, so that fields of previews are not lost; null: Azure was not asked, or did not tell. */
  readonly document: KubernetesObject | null;
  /** null: Azure was not asked. */
  readonly azure: AzureSurroundings | null;
  readonly unread: readonly UnreadPart[];
  readonly asked: AskedServer;
}
