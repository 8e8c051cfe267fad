import { afterAll, beforeAll, describe, it } from 'vitest';
import { openPlace } from '../conformance/drain/drain-bench.ts';
import { kubectlCases } from '../conformance/drain/kubectl-cases.ts';
import { ownCases } from '../conformance/drain/own-cases.ts';
import { openSimulatedBench } from '../support/simulated-bench.ts';

let simulated: Awaited<ReturnType<typeof openSimulatedBench>>;

beforeAll(async () => {
  simulated = await openSimulatedBench();
});
afterAll(() => simulated.close());

describe('the questions of a drain, put to the simulator', () => {
  it.each([...kubectlCases, ...ownCases].map((each) => [each.id, each.title, each] as const))(
    '%s %s',
    async (id, _, question) => {
      await question.run(await openPlace(simulated.bench, id));
    },
  );
});
