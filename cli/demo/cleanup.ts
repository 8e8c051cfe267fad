/** Things that were started, stopped in reverse order, each once. */
export interface Cleanup {
  add(stop: () => Promise<void>): void;
  run(): Promise<void>;
}

export function openCleanup(): Cleanup {
  const stops: (() => Promise<void>)[] = [];
  return {
    add: (stop) => void stops.push(stop),
    async run() {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
    },
  };
}
