import { compareVersions } from './kubernetes-version.ts';

/** AKS's support of a node operating system; instants are ms since the epoch. */
export interface OsSupport {
  /** "Windows Server 2022" */
  readonly name: string;
  readonly isWindows: boolean;
  /** The first and the last supported Kubernetes minor; null: no known limit. */
  readonly from: string | null;
  readonly upTo: string | null;
  readonly supportEnds: number;
  /** After it there are no images: pools can be neither scaled nor upgraded. */
  readonly imagesEnd: number;
}

/** The newest minor of Kubernetes 1 that the table below covers. */
export const newestKnownMinorOfSystems = 37;

type Row = readonly [
  name: string,
  minors: readonly [from: string | null, upTo: string | null],
  supportEnds: string | null,
  imagesEnd: string | null,
];

/**
 * By `osSKU`. No Azure API returns it. As of November 2026: AKS release notes,
 * learn.microsoft.com/azure/aks/upgrade-windows-os, /supported-linux-versions and /windows-best-practices.
 */
const systems: Readonly<Record<string, Row>> = {
  Windows2019: ['Windows Server 2019', [null, '1.32'], '2026-03-01', '2027-04-01'],
  Windows2022: ['Windows Server 2022', ['1.23', '1.36'], '2028-06-30', '2029-06-30'],
  Windows2025: ['Windows Server 2025', ['1.32', null], null, null],
  WindowsAnnual: ['Windows Server Annual Channel', [null, null], '2026-05-15', '2027-05-15'],
  Ubuntu2204: ['Ubuntu 22.04', ['1.25', '1.36'], '2027-06-30', '2028-04-30'],
  Ubuntu2404: ['Ubuntu 24.04', ['1.32', '1.38'], null, null],
  AzureLinux2: ['Azure Linux 2', [null, null], '2025-11-30', '2026-03-31'],
  AzureLinux3: ['Azure Linux 3', ['1.28', '1.36'], null, null],
};

/** For SKUs that AKS moves to a later operating system, the image shows which. */
const byImage: readonly (readonly [form: RegExp, sku: string])[] = [
  [/^AKSWindows-(2019|2022|2025)\b/, 'Windows$1'],
  [/^AKSWindows-\d\dH\d\b/, 'WindowsAnnual'],
  [/^AKS(?:AzureLinux|CBLMariner)-V2/, 'AzureLinux2'],
];

/** null: the operating system has no end of its own, or is unknown. */
export function osSupportOf(osSKU: string, nodeImageVersion: string): OsSupport | null {
  const row = systems[osSKU] ?? systems[skuOfImage(nodeImageVersion)];
  if (row === undefined) return null;
  const [name, [from, upTo], supportEnds, imagesEnd] = row;
  const isWindows = name.startsWith('Windows');
  return { name, isWindows, from, upTo, supportEnds: dayOr(supportEnds), imagesEnd: dayOr(imagesEnd) };
}

/** "Windows Server 2022"; of an osSKU that is always AKS's current version, and of one that is not known: the osSKU. */
export function osName(osSKU: string, nodeImageVersion: string): string {
  return osSupportOf(osSKU, nodeImageVersion)?.name ?? osSKU;
}

/** Why AKS makes no new pool of an osSKU at a version; null: it does, as far as known. */
export function newPoolRefusal(osSKU: string, version: string): string | null {
  const system = osSupportOf(osSKU, '');
  if (system === null || runs(system, version)) return null;
  const { name, from, upTo } = system;
  const limits = [...(from === null ? [] : [`from ${from}`]), ...(upTo === null ? [] : [`to ${upTo}`])];
  return `AKS runs ${name} with Kubernetes ${limits.join(' ')}, and it is at ${version}`;
}

/** Why AKS does not run a version on the pool's operating system, and what to do; null: it does. */
export function osRefusal(osSKU: string, nodeImageVersion: string, version: string): string | null {
  const system = osSupportOf(osSKU, nodeImageVersion);
  if (system === null || runs(system, version) || system.upTo === null) return null;
  const gone = `AKS does not offer ${system.name} from Kubernetes ${after(system.upTo)} on`;
  if (system.isWindows) return `${gone}; ${windowsWayOut(windowsFor(version))}`;
  const sku = nextSku[osSKU] ?? 'AzureLinux';
  return `${gone}; move it to ${sku} first (az aks nodepool update -g GROUP --cluster-name CLUSTER -n POOL --os-sku ${sku}, which recreates its nodes), or exclude it`;
}

/** What an upgrade to a Kubernetes version does to the operating system of a pool beside its purpose. */
export interface OsChange {
  /** "Ubuntu 22.04" */
  readonly from: string;
  readonly to: string;
}

/** SKUs without a version of their own: learn.microsoft.com/azure/aks/upgrade-os-version, and the AKS release notes for Azure Linux. */
const moves = [
  { osSKU: 'Ubuntu', image: /^AKSUbuntu-2204/, at: '1.35', from: 'Ubuntu 22.04', to: 'Ubuntu 24.04' },
  {
    osSKU: 'AzureLinux',
    image: /^AKS(?:AzureLinux|CBLMariner)-V2/,
    at: '1.32',
    from: 'Azure Linux 2',
    to: 'Azure Linux 3',
  },
] as const;

/** null: it stays, or its image does not show what it is. A pool whose upgrade was half done has the new version already (`from` is `to`). */
export function osChange(
  { osSKU, nodeImageVersion }: { readonly osSKU: string; readonly nodeImageVersion: string },
  from: string,
  to: string,
): OsChange | null {
  const move = moves.find((each) => each.osSKU === osSKU && each.image.test(nodeImageVersion));
  if (move === undefined || compareVersions(to, move.at) < 0) return null;
  const isBefore = from === to || compareVersions(from, move.at) < 0;
  return isBefore ? { from: move.from, to: move.to } : null;
}

/** AzureLinux is always AKS's current version of it. */
const nextSku: Readonly<Record<string, string>> = { Ubuntu2204: 'Ubuntu2404', Ubuntu2404: 'Ubuntu' };

/** "Windows Server 2022 or Windows Server 2025" */
function windowsFor(version: string): string {
  const servers = Object.keys(systems).flatMap((sku) => osSupportOf(sku, '') ?? []);
  const fit = servers.filter((each) => each.isWindows && each.from !== null && runs(each, version));
  return fit.map(({ name }) => name).join(' or ');
}

/** How workloads move to another Windows version: learn.microsoft.com/azure/aks/upgrade-windows-os. */
export function windowsWayOut(successors: string): string {
  return `the Windows version of a pool cannot be changed: move its workloads to a new pool of ${successors} (upgrade.type: Migrate; container images need that base), or exclude the pool`;
}

function runs({ from, upTo }: OsSupport, version: string): boolean {
  return (
    (from === null || compareVersions(version, from) >= 0) &&
    (upTo === null || compareVersions(version, after(upTo)) < 0)
  );
}

/** "1.36" -> "1.37" */
function after(minor: string): string {
  const [major, last] = minor.split('.').map(Number);
  return `${major}.${(last ?? 0) + 1}`;
}

function skuOfImage(image: string): string {
  for (const [form, sku] of byImage) {
    const found = form.exec(image);
    if (found !== null) return sku.replace('$1', found[1] ?? '');
  }
  return '';
}

/** The first instant of a day; Infinity: no end is known. */
function dayOr(day: string | null): number {
  return day === null ? Number.POSITIVE_INFINITY : Date.parse(`${day}T00:00:00Z`);
}
