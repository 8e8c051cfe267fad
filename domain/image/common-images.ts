import { parseNodeImage } from '../version/node-image.ts';

/** Of clusters' images, those that all their pools of the family have: a stage that runs two of a family has tested neither. */
export function commonImages(clusters: readonly (readonly string[])[]): readonly string[] {
  const all = [...new Set(clusters.flat())];
  const families = Map.groupBy(all, (image) => parseNodeImage(image)?.family ?? image);
  return [...families.values()].flatMap((alike) => (alike.length === 1 ? alike : []));
}
