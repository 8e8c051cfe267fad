import { clustersNamed, suggestCluster } from '#domain/fleet/cluster-names.ts';
import { isResourceId, parseResourceId } from '#domain/fleet/ids.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import type { AzureGateway } from '#gateways/azure/azure-gateway.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

const atATime = 8;

/**
 * The resource id of the cluster that was typed: its id, or its name (NAME, GROUP/NAME, SUBSCRIPTION/GROUP/NAME) where only one
 * is called so in every subscription that can be seen. Throws CommandError (64) where that is none or several, and what the gateway throws.
 */
export async function findCluster(
  azure: Pick<AzureGateway, 'listSubscriptions' | 'listClusters'>,
  typed: string,
): Promise<string> {
  if (typed.startsWith('/')) return parsedId(typed);
  const listed = (
    await mapBounded(await azure.listSubscriptions(), atATime, (each) => azure.listClusters(each))
  ).flat();
  const ids = clustersNamed(listed, typed).map(({ resourceId }) => resourceId);
  const [found] = ids;
  if (found !== undefined && ids.length === 1) return found;
  throw found === undefined
    ? new CommandError(
        exitCodes.usage,
        `no visible subscription has a cluster named "${typed}"${suggestCluster(typed, listed)}`,
        'drydock fleet lists them',
      )
    : new CommandError(
        exitCodes.usage,
        `${ids.length} clusters are named "${typed}"`,
        `give GROUP/NAME, or the resource id: ${nameFirst(ids)}`,
      );
}

function parsedId(typed: string): string {
  if (isResourceId(typed) && parseResourceId(typed).pool === null) return typed;
  throw new CommandError(
    exitCodes.usage,
    `--cluster "${typed}" is not the resource id of an AKS cluster`,
    'az aks show -g GROUP -n NAME --query id -o tsv prints it; the name is enough if it is unique',
  );
}
