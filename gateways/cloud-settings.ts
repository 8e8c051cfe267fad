import { type AzureCloud, cloudAt, publicCloud } from '#domain/azure-cloud.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The Azure that DRYDOCK_ARM_ENDPOINT names (default: the public one); AZURE_AUTHORITY_HOST, DRYDOCK_ARM_SCOPE and DRYDOCK_MONITOR_SCOPE take the place
 * of what its row says. Throws a RangeError, which names variable and value, for what is no https URL or no scope.
 */
export function cloudFrom(env: Env): AzureCloud {
  const cloud = cloudAt(
    httpsUrl('DRYDOCK_ARM_ENDPOINT', env.DRYDOCK_ARM_ENDPOINT || publicCloud.armEndpoint).origin,
  );
  const { AZURE_AUTHORITY_HOST: authorityHost } = env;
  if (authorityHost) httpsUrl('AZURE_AUTHORITY_HOST', authorityHost);
  return {
    ...cloud,
    ...(authorityHost && { authorityHost }),
    armScope: scopeFrom('DRYDOCK_ARM_SCOPE', env.DRYDOCK_ARM_SCOPE) ?? cloud.armScope,
    monitorScope: scopeFrom('DRYDOCK_MONITOR_SCOPE', env.DRYDOCK_MONITOR_SCOPE) ?? cloud.monitorScope,
  };
}

function scopeFrom(variable: string, given: string | undefined): string | null {
  if (!given) return null;
  if (httpsUrl(variable, given).pathname.endsWith('/.default')) return given;
  throw new RangeError(`${variable} does not end with /.default: ${given}`);
}

function httpsUrl(variable: string, given: string): URL {
  const url = URL.parse(given);
  if (url?.protocol === 'https:') return url;
  throw new RangeError(`${variable} is not an https URL: ${given}`);
}
