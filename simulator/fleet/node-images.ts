import { z } from 'zod';
import { minorOf } from './versions.ts';

/** What an image's name begins with; those of Windows also count revisions: at the start, and of the image before. */
const families = {
  Ubuntu: { name: 'AKSUbuntu-2204gen2containerd' },
  Ubuntu2404: { name: 'AKSUbuntu-2404gen2containerd' },
  AzureLinux: { name: 'AKSAzureLinux-V3gen2' },
  AzureLinux2: { name: 'AKSAzureLinux-V2gen2' },
  Windows2019: { name: 'AKSWindows-2019-17763', latest: 7919, previous: 7792 },
  Windows2022: { name: 'AKSWindows-2022-20348', latest: 4297, previous: 4171 },
  Windows2025: { name: 'AKSWindows-2025-26100', latest: 6899, previous: 6584 },
} as const;

export type OsSku = Exclude<keyof typeof families, 'AzureLinux2'>;

export const osSkus = Object.keys(families).filter((name) => name !== 'AzureLinux2') as [OsSku, ...OsSku[]];

/** Some SKUs follow the Kubernetes version: Ubuntu is 24.04 from 1.35 on, AzureLinux is 2 before 1.32. */
function familyOf(osSku: string, version: string) {
  if (osSku === 'Ubuntu' && minorOf(version) >= 35) return families.Ubuntu2404;
  if (osSku === 'AzureLinux' && minorOf(version) < 32) return families.AzureLinux2;
  return families[osSku in families ? (osSku as OsSku) : 'Ubuntu'];
}

/** How often images are released, in days: AKS releases those of Linux weekly, those of Windows monthly. */
export const imageCadenceSchema = z.strictObject({
  linuxDays: z.number().positive().default(7),
  windowsDays: z.number().positive().default(30),
});

export type ImageCadence = z.output<typeof imageCadenceSchema>;

const dayMs = 24 * 3_600_000;
/** Age in days of the images that there are at the start. */
const ages = { linux: { latest: 4, previous: 30 }, windows: { latest: 9, previous: 43 } } as const;
const revisionsAMonth = 120;

/** The images of each operating system at the start and, with a cadence, those released later: a pure function of the time. */
export class ImageReleases {
  readonly #startMs: number;
  readonly #cadence: ImageCadence | undefined;

  constructor(startMs: number, cadence: ImageCadence | undefined) {
    this.#startMs = startMs;
    this.#cadence = cadence;
  }

  /** The newest image at the start, or the one before it. */
  atStart(osSku: string, version: string, which: 'latest' | 'previous'): string {
    const family = familyOf(osSku, version);
    if ('latest' in family)
      return windowsImage(family.name, family[which], this.#startMs - ages.windows[which] * dayMs);
    return linuxImage(family.name, this.#startMs - ages.linux[which] * dayMs, 0);
  }

  /** The newest image of an operating system for a Kubernetes version at a simulated instant. */
  latest(osSku: string, version: string, nowMs: number): string {
    const family = familyOf(osSku, version);
    const isWindows = 'latest' in family;
    const everyMs =
      (this.#cadence?.[isWindows ? 'windowsDays' : 'linuxDays'] ?? Number.POSITIVE_INFINITY) * dayMs;
    const releases = Math.floor((nowMs - this.#startMs) / everyMs);
    if (releases < 1) return this.atStart(osSku, version, 'latest');
    const releasedMs = this.#startMs + releases * everyMs;
    if (isWindows) return windowsImage(family.name, family.latest + releases * revisionsAMonth, releasedMs);
    // The last number counts the images of one day.
    return linuxImage(family.name, releasedMs, Math.floor((releasedMs % dayMs) / everyMs));
  }
}

function linuxImage(family: string, releasedMs: number, ofDay: number): string {
  const day = dayOf(releasedMs);
  return `${family}-${day.slice(0, 6)}.${day.slice(6)}.${ofDay}`;
}

function windowsImage(family: string, revision: number, releasedMs: number): string {
  return `${family}.${revision}.${dayOf(releasedMs).slice(2)}`;
}

/** "20261202" */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');
}
