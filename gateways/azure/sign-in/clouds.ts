/** Where Microsoft itself signs people in; for these hosts MSAL can verify the authority. */
const signInHosts: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.microsoftonline.de',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
  'login.windows.net',
]);

const sovereignArmHosts: ReadonlySet<string> = new Set([
  'management.usgovcloudapi.net',
  'management.chinacloudapi.cn',
]);

export const publicArmEndpoint = 'https://management.azure.com';
export const publicAuthorityHost = 'https://login.microsoftonline.com';

/**
 * Whether MSAL must not ask Microsoft's public host about the authority: true for every authority host that is
 * not Microsoft's (private clouds, Azure Stack), which is what `disableInstanceDiscovery` is documented for.
 */
export function isPrivateAuthority(authorityHost: string | undefined): boolean {
  if (authorityHost === undefined || authorityHost === '') return false;
  return !signInHosts.has(new URL(authorityHost).hostname);
}

/** The scope of the token that ARM at this endpoint accepts. */
export function armScope(endpoint: string): string {
  const host = new URL(endpoint).hostname;
  return sovereignArmHosts.has(host) ? `https://${host}/.default` : `${publicArmEndpoint}/.default`;
}
