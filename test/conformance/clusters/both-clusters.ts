import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type ClusterUnderTest, openSimulatedCluster, useRealCluster } from './cluster-under-test.ts';
import { type Manifest, type Scene, setScene } from './scene.ts';
import { openWire, type Wire } from './wire.ts';
import { wordForWord } from './word-for-word.ts';

interface Question {
  /** What is in the namespace, on both sides. */
  readonly given?: readonly Manifest[];
  readonly ask: (scene: Scene) => Promise<unknown>;
  /** What the real cluster shows, at least; absent where the word of the real one is all there is to know. */
  readonly seen?: object;
}

/**
 * Puts questions to a real cluster and to the simulated one, whose answers have to be the same word for word, but for what is
 * of the moment. `topic` names the nodes and namespaces. Where there is no real cluster, every question is skipped.
 */
export function openBothClusters(topic: string, nodes = 3) {
  const access = inject('controlPlane');
  const clusters: ClusterUnderTest[] = [];
  const wires: Wire[] = [];
  let scenes = 0;

  beforeAll(async () => {
    if (access === null) return;
    clusters.push(useRealCluster(access), await openSimulatedCluster());
    for (const cluster of clusters) {
      wires.push(openWire(cluster.kubeconfig));
      for (const index of Array(nodes).keys()) await cluster.addNode(`${topic}-${index}`);
    }
  });
  afterAll(async () => {
    for (const wire of wires) wire.close();
    for (const cluster of clusters) {
      for (const index of Array(nodes).keys()) await cluster.removeNode(`${topic}-${index}`);
      await cluster.close();
    }
  });

  return {
    answerAlike: (title: string, { given = [], ask, seen }: Question): void => {
      it.skipIf(access === null)(title, async () => {
        scenes += 1;
        const namespace = `${topic}-${scenes}`;
        const [real, simulated] = await Promise.all(
          wires.map(async (wire) => {
            const scene = await setScene(wire, namespace, given);
            const answer = await ask(scene);
            // What is left would come to the nodes of the next file.
            await wire.ask(scene.path('namespaces', namespace), { method: 'DELETE' });
            return wordForWord(answer);
          }),
        );
        if (seen !== undefined) expect(real).toMatchObject(seen);
        expect(simulated).toEqual(real);
      });
    },
  };
}
