/** What the bin's first line starts Node with, and the bin itself: figures are those of who types `drydock`. */
export const bin: readonly string[] = [
  '--heap-growing-percent=40',
  '--max-semi-space-size=2',
  '--no-concurrent-recompilation',
  'cli/drydock.mjs',
];
