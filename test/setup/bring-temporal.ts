import { bringTemporalBinary } from '#cli/temporal/temporal-binary.ts';

/** Before anything of the project `temporal` runs: two files at once must not both build the server. */
export default async function setup(): Promise<void> {
  await bringTemporalBinary((line) => process.stderr.write(`${line}\n`));
}
