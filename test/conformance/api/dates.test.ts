import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aStatefulSet } from '../clusters/manifests.ts';
import type { Scene } from '../clusters/scene.ts';
import { untilPasses } from '../clusters/until-passes.ts';

const { answerAlike } = openBothClusters('dates', 1);
const node = 'dates-0';

interface Tainted {
  readonly spec: {
    readonly taints?: readonly {
      readonly key: string;
      readonly effect: string;
      readonly timeAdded?: string;
    }[];
  };
}

async function cordon(scene: Scene, unschedulable: boolean): Promise<void> {
  const contentType = 'application/merge-patch+json';
  await scene.ask(scene.path('nodes', node), {
    method: 'PATCH',
    contentType,
    body: { spec: { unschedulable } },
  });
}

interface Conditioned {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: string;
    }[];
  };
}

const isInstant = (text: unknown) =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);

/** Anyone who watches a drain reads from these since when it is blocked. */
describe('since when', () => {
  answerAlike('a node is cordoned stands in its taint', {
    ask: async (scene) => {
      await cordon(scene, true);
      const taint = await untilPasses(async () => {
        const { spec } = await scene.read<Tainted>('nodes', node);
        const found = spec.taints?.find(({ key }) => key === 'node.kubernetes.io/unschedulable');
        if (found === undefined) throw new Error('not tainted yet');
        return found;
      });
      await cordon(scene, false);
      return { effect: taint.effect, isDated: isInstant(taint.timeAdded) };
    },
    seen: { effect: 'NoSchedule', isDated: true },
  });

  answerAlike('a budget lets no pod go stands in its condition', {
    given: [aStatefulSet(1), aBudget({ minAvailable: 1 })],
    ask: async (scene) => {
      const { status } = await scene.read<Conditioned>('poddisruptionbudgets', 'web');
      return status?.conditions?.map(({ type, status: state, lastTransitionTime }) => ({
        type,
        state,
        isDated: isInstant(lastTransitionTime),
      }));
    },
    seen: [{ type: 'DisruptionAllowed', state: 'False', isDated: true }],
  });
});
