import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { openPlace } from './drain-bench.ts';
import { kubectlCases } from './kubectl-cases.ts';
import { ownCases } from './own-cases.ts';

const access = inject('controlPlane');
let bench: RealBench;

beforeAll(async () => {
  if (access !== null) bench = await openRealBench(access);
});
afterAll(() => bench?.close());

/** The same as in test/procedures/drain/drain-node.test.ts, where the simulator answers. */
describe.skipIf(access === null)('the questions of a drain, put to a real API server', () => {
  it.each([...kubectlCases, ...ownCases].map((each) => [each.id, each.title, each] as const))(
    '%s %s',
    async (id, _, question) => {
      await question.run(await openPlace(bench, id));
    },
  );
});
