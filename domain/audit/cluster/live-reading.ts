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

/** A live cluster as far as it could be read: plain data, objects without the fields that no control reads. */
export interface LiveReading {
  /** Of Kubernetes 1; null: the API server was not reached. */
  readonly serverMinor: number | null;
  readonly objects: readonly KubernetesObject[];
  /** null: not read. */
  readonly usage: ServerUsage | null;
  /** ARM's JSON of the cluster, raw, so that fields of previews are not lost; null: Azure was not asked, or it could not be read. */
  readonly document: KubernetesObject | null;
  /** null: Azure was not asked. */
  readonly azure: AzureSurroundings | null;
  readonly unread: readonly UnreadPart[];
  readonly asked: AskedServer;
}
