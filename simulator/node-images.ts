/** Newest node image of each operating system and the one before it, in the forms that AKS publishes. */
export const nodeImages = {
  Ubuntu: {
    latest: 'AKSUbuntu-2204gen2containerd-202510.19.0',
    previous: 'AKSUbuntu-2204gen2containerd-202509.23.0',
  },
  Ubuntu2404: {
    latest: 'AKSUbuntu-2404gen2containerd-202510.19.0',
    previous: 'AKSUbuntu-2404gen2containerd-202509.23.0',
  },
  AzureLinux: {
    latest: 'AKSAzureLinux-V3gen2-202510.19.0',
    previous: 'AKSAzureLinux-V3gen2-202509.23.0',
  },
  Windows2019: {
    latest: 'AKSWindows-2019-17763.7919.251014',
    previous: 'AKSWindows-2019-17763.7792.250910',
  },
  Windows2022: {
    latest: 'AKSWindows-2022-20348.4297.251014',
    previous: 'AKSWindows-2022-20348.4171.250910',
  },
  Windows2025: {
    latest: 'AKSWindows-2025-26100.6899.251014',
    previous: 'AKSWindows-2025-26100.6584.250910',
  },
} as const;

export type OsSku = keyof typeof nodeImages;

export const osSkus = Object.keys(nodeImages) as [OsSku, ...OsSku[]];

export function latestImage(osSku: string): string {
  return (nodeImages[osSku as OsSku] ?? nodeImages.Ubuntu).latest;
}
