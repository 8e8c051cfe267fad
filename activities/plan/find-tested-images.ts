import { type TestedImages, testedImages } from '#domain/image/promotion.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFleetRecord } from './fleet-record.ts';

export interface FindTestedImagesInput extends PacedInput {
  /** The stage before. */
  readonly before: { readonly name: string; readonly stageKey: string; readonly soakMs: number };
  /** What the running campaign has soaked there itself. */
  readonly own: readonly string[];
}

/** Which images a stage may take over: by what the fleet's record says of the stage before, and the campaign itself. */
export async function findTestedImages({ before, own }: FindTestedImagesInput): Promise<TestedImages> {
  const { images } = await readFleetRecord();
  return testedImages(images, before, own);
}
