import { z } from 'zod';

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

/** How often images come out, in days: AKS brings those of Linux out weekly, those of Windows monthly. */
export const imageCadenceSchema = z.strictObject({
  linuxDays: z.number().positive().default(7),
  windowsDays: z.number().positive().default(30),
});

export type ImageCadence = z.output<typeof imageCadenceSchema>;

const dayMs = 24 * 3_600_000;

/** What comes out while the world continues; without a cadence nothing does. A pure function of the time. */
export class ImageReleases {
  readonly #startMs: number;
  readonly #cadence: ImageCadence | undefined;

  constructor(startMs: number, cadence: ImageCadence | undefined) {
    this.#startMs = startMs;
    this.#cadence = cadence;
  }

  /** The newest image of an operating system at a simulated instant. */
  latest(osSku: string, nowMs: number): string {
    const { latest } = nodeImages[osSku as OsSku] ?? nodeImages.Ubuntu;
    if (this.#cadence === undefined) return latest;
    const isWindows = latest.startsWith('AKSWindows');
    const everyMs = (isWindows ? this.#cadence.windowsDays : this.#cadence.linuxDays) * dayMs;
    const releases = Math.floor((nowMs - this.#startMs) / everyMs);
    if (releases < 1) return latest;
    const day = new Date(this.#startMs + releases * everyMs).toISOString().slice(0, 10).replaceAll('-', '');
    const family = latest.slice(0, latest.lastIndexOf('-'));
    // Several of one day are told apart by the last number.
    const sameDay = Math.floor(((this.#startMs + releases * everyMs) % dayMs) / everyMs);
    if (!isWindows) return `${family}-${day.slice(0, 6)}.${day.slice(6)}.${sameDay}`;
    const [build = '', revision = ''] = latest.slice(family.length + 1).split('.');
    return `${family}-${build}.${Number(revision) + releases * revisionsAMonth}.${day.slice(2)}`;
  }
}

const revisionsAMonth = 120;
