/**
 * The cloud's description as `az cloud register` reads it: one object, or a list of one for the version of 2019.
 */
export function metadataEndpoints(origin: string, apiVersion: string | undefined): object {
  const cloud = {
    name: 'Simulator',
    portal: 'https://portal.invalid',
    graphAudience: 'https://graph.invalid/',
    microsoftGraphResourceId: 'https://graph.invalid/',
    gallery: 'https://gallery.invalid',
    media: 'https://media.invalid',
    batch: 'https://batch.invalid/',
    sqlManagement: 'https://sql.invalid',
    activeDirectoryDataLake: 'https://datalake.invalid/',
    vmImageAliasDoc: 'https://images.invalid/aliases.json',
    authentication: {
      loginEndpoint: origin,
      audiences: ['https://management.azure.com/', 'https://management.core.windows.net/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    resourceManager: origin,
    suffixes: {
      acrLoginServer: 'acr.invalid',
      keyVaultDns: 'vault.invalid',
      storage: 'storage.invalid',
      sqlServerHostname: 'sql.invalid',
    },
  };
  return apiVersion?.startsWith('2019') ? [cloud] : cloud;
}
