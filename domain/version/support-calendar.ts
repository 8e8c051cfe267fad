import { minorOf } from './kubernetes-version.ts';

/**
 * The last month of each minor, without long-term support: Azure offers no interface that tells it. As of October
 * 2026, learn.microsoft.com/azure/aks/supported-kubernetes-versions.
 */
const lastMonths: Readonly<Record<string, string>> = {
  '1.32': '2026-03',
  '1.33': '2026-07',
  '1.34': '2026-11',
  '1.35': '2027-03',
  '1.36': '2027-06',
};

/** The instant (ms) at which the last month of a version's support is over; null: the calendar does not say. */
export function supportEnds(version: string): number | null {
  return endOfMonth(lastMonths[minorOf(version) ?? '']);
}

interface WindowsServer {
  readonly name: string;
  readonly supportEnds: number;
  /** From then on there are no images: a pool of it can be neither scaled nor upgraded. */
  readonly imagesEnd: number;
}

/** Ends of Windows Server on AKS, by `osSKU` (AKS release notes, learn.microsoft.com/azure/aks/upgrade-windows-os). */
export function windowsServerOf(osSKU: string, nodeImageVersion: string): WindowsServer | null {
  const year = /^(?:Windows|AKSWindows-)(20\d\d)/.exec(
    osSKU.startsWith('Windows') ? osSKU : nodeImageVersion,
  )?.[1];
  const ends = windowsServers[year ?? ''];
  if (ends === undefined) return null;
  const [support, images] = ends.map((day) => Date.parse(`${day}T00:00:00Z`)) as [number, number];
  return { name: `Windows Server ${year}`, supportEnds: support, imagesEnd: images };
}

const windowsServers: Readonly<Record<string, readonly [supportEnds: string, imagesEnd: string]>> = {
  2019: ['2026-03-01', '2027-04-01'],
  2022: ['2028-06-30', '2029-06-30'],
};

function endOfMonth(month: string | undefined): number | null {
  if (month === undefined) return null;
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}
