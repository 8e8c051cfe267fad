/** One Azure: where its parts are, and for whom their tokens are issued. */
export interface AzureCloud {
  /** Origin of Azure Resource Manager. */
  readonly armEndpoint: string;
  readonly armScope: string;
  /** https URL of Entra. */
  readonly authorityHost: string;
  /** Host name of the API servers of AKS; `*.` stands for one label or more. */
  readonly apiServerHost: string;
  /** Of Azure Monitor workspaces, whose hosts end with the scope's. */
  readonly monitorScope: string;
}

export const publicCloud: AzureCloud = {
  armEndpoint: 'https://management.azure.com',
  armScope: 'https://management.azure.com/.default',
  authorityHost: 'https://login.microsoftonline.com',
  apiServerHost: '*.azmk8s.io',
  monitorScope: 'https://prometheus.monitor.azure.com/.default',
};

/**
 * Sources: `az cloud list` (endpoints), AzureAuthorityHosts of @azure/identity, outbound rules of AKS (API servers) and "Query Prometheus
 * metrics using the API" (Azure Monitor), both learn.microsoft.com.
 */
const azureClouds: readonly AzureCloud[] = [
  publicCloud,
  {
    armEndpoint: 'https://management.usgovcloudapi.net',
    armScope: 'https://management.usgovcloudapi.net/.default',
    authorityHost: 'https://login.microsoftonline.us',
    apiServerHost: '*.cx.aks.containerservice.azure.us',
    monitorScope: 'https://prometheus.monitor.azure.us/.default',
  },
  {
    armEndpoint: 'https://management.chinacloudapi.cn',
    armScope: 'https://management.chinacloudapi.cn/.default',
    authorityHost: 'https://login.chinacloudapi.cn',
    apiServerHost: '*.cx.prod.service.azk8s.cn',
    monitorScope: 'https://prometheus.monitor.azure.cn/.default',
  },
];

/** Other names of the same authorities; for all of these MSAL can verify the authority. */
const otherAuthorityHosts = [
  'https://login.microsoftonline.de',
  'https://login.partner.microsoftonline.cn',
  'https://login.windows.net',
];

/**
 * The cloud whose Resource Manager is at this origin. One that is in no row speaks for its own host, as private clouds and proxies do; what
 * else differs there has to be said.
 */
export function cloudAt(armEndpoint: string): AzureCloud {
  const found = azureClouds.find((each) => each.armEndpoint === armEndpoint);
  return found ?? { ...publicCloud, armEndpoint, apiServerHost: new URL(armEndpoint).hostname };
}

/** Whether an authority is not Microsoft's: then MSAL must not ask Microsoft's public host about it. */
export function isPrivateAuthority(authorityHost: string): boolean {
  const known = [...azureClouds.map((each) => each.authorityHost), ...otherAuthorityHosts];
  return !known.includes(new URL(authorityHost).origin);
}

/** Whether Azure Monitor's tokens may be sent to a host: that of a workspace in the cloud of this scope. */
export function isMonitorHost(hostname: string, monitorScope: string): boolean {
  return hostname.endsWith(`.${new URL(monitorScope).hostname}`);
}
