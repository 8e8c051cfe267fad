import { minorOf } from './kubernetes-version.ts';

/**
 * The last month of each minor, without long-term support: no Azure API returns it. As of October
 * 2026, learn.microsoft.com/azure/aks/supported-kubernetes-versions.
 */
const lastMonths: Readonly<Record<string, string>> = {
  '1.32': '2026-03',
  '1.33': '2026-07',
  '1.34': '2026-11',
  '1.35': '2027-03',
  '1.36': '2027-06',
};

/** The instant (ms) at which the last month of a version's support is over; null: not in the calendar. */
export function supportEnds(version: string): number | null {
  return endOfMonth(lastMonths[minorOf(version) ?? '']);
}

function endOfMonth(month: string | undefined): number | null {
  if (month === undefined) return null;
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}
