import { describeImageAge } from '#domain/image/image-age.ts';
import type { PoolImage } from '#domain/status/campaign-images.ts';
import { shortImage } from '#domain/version/node-image.ts';

type ImageCells = readonly [pool: string, image: string, age: string, was: string];

/** "aks-test-weu/system", "202510.19.0", "12d old, current", "was 202509.23.0, 38d old, 26d behind" */
export function imageCells({ cluster, pool, image, was, note, ...age }: PoolImage): ImageCells {
  return [
    `${cluster}/${pool}`,
    shortImage(image),
    [describeImageAge(age), age.state].filter((text) => text !== '').join(', '),
    [describePrevious(was), note].filter(Boolean).join('; '),
  ];
}

function describePrevious(was: PoolImage['was']): string {
  return was === null
    ? ''
    : `was ${[shortImage(was.image), describeImageAge(was)].filter(Boolean).join(', ')}`;
}
