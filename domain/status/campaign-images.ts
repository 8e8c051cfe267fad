import { type ImageAge, imageAge } from '../image/image-age.ts';
import { compareNodeImages } from '../version/node-image.ts';
import type { CampaignStatus, StepStatus } from './status.ts';

/** The node image of a pool, as its campaign knows it, with its age and its lag behind the newest. */
export interface PoolImage extends ImageAge {
  readonly cluster: string;
  readonly pool: string;
  readonly image: string;
  /** What it had before the campaign gave it another; null: it has what it had. */
  readonly was: (ImageAge & { readonly image: string }) | null;
  /** Said of the image that it got, as that the stage before had not run it; absent: nothing. */
  readonly note?: string;
}

/**
 * What a campaign for images came to, pool by pool, of every cluster that it walked through; of any other campaign nothing. Ages are
 * those of the status's moment, and the newest image of a family is the newest that the campaign has seen.
 */
export function campaignImages({
  stages,
  updatedAt,
}: Pick<CampaignStatus, 'stages' | 'updatedAt'>): readonly PoolImage[] {
  const pools = stages.flatMap((stage) =>
    stage.clusters.flatMap(({ name, steps }) => steps.flatMap((step) => imagesOf(name, step))),
  );
  const all = pools.flatMap(({ image, before, offered }) => [image, before, offered]);
  const now = Date.parse(updatedAt);
  const ageOf = (image: string) => imageAge(image, newestLike(image, all), now);
  return pools.map(({ cluster, pool, image, before, note }) => ({
    cluster,
    pool,
    image,
    ...ageOf(image),
    was: before === image ? null : { image: before, ...ageOf(before) },
    ...(note === null ? {} : { note }),
  }));
}

interface SeenImages {
  readonly cluster: string;
  readonly pool: string;
  readonly image: string;
  readonly before: string;
  readonly offered: string;
  readonly note: string | null;
}

function imagesOf(cluster: string, step: StepStatus): readonly SeenImages[] {
  const { pool, phase, from, to, version, image, newestImage, detail } = step;
  if (pool === null) return [];
  if (image !== undefined)
    return [{ cluster, pool, image, before: image, offered: newestImage ?? image, note: null }];
  // Without a version of its own it is about versions.
  if (version === undefined) return [];
  const isDone = phase === 'Completed';
  return [
    { cluster, pool, image: isDone ? to : from, before: from, offered: to, note: isDone ? detail : null },
  ];
}

function newestLike(image: string, all: readonly string[]): string {
  return all.reduce((newest, each) => ((compareNodeImages(each, newest) ?? 0) > 0 ? each : newest), image);
}
