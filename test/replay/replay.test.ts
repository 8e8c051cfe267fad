import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  makeTelemetryFilterString,
  type ReplayResult,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureCounter } from '#worker/measure-activity.ts';
import type { Metrics } from '#worker/metrics.ts';
import { type RecordedHistory, recordedHistories, toHistory } from './recorded-histories.ts';

const logger = new DefaultLogger('ERROR');
/** Never called: what is replayed was counted then. */
const sinks = failureCounter(undefined as unknown as Metrics);
let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  const filter = makeTelemetryFilterString({ core: 'ERROR' });
  Runtime.install({ logger, telemetryOptions: { logging: { filter } } });
  const pathOf = (file: string) => fileURLToPath(new URL(`../../workflows/${file}`, import.meta.url));
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: pathOf('index.ts'),
    workflowInterceptorModules: [pathOf('interceptors.ts')],
    logger,
  });
});

/** What the workflows of today would do otherwise. */
async function differences(histories: readonly RecordedHistory[]): Promise<readonly string[]> {
  const results = await replay(histories);
  expect(results).toHaveLength(histories.length);
  return results.flatMap(({ workflowId, error }) => (error ? `${workflowId}: ${error.message}` : []));
}

async function replay(histories: readonly RecordedHistory[]): Promise<readonly ReplayResult[]> {
  const results: ReplayResult[] = [];
  for await (const result of Worker.runReplayHistories({ workflowBundle, sinks }, histories.map(toHistory)))
    results.push(result);
  return results;
}

describe('campaigns that ran before, replayed by the workflows of today', () => {
  it('are of every kind that orders steps', () => {
    const kinds = recordedHistories.map(({ text }) => /"workflowType":\{"name":"(\w+)"\}/.exec(text)?.[1]);
    expect(new Set(kinds)).toEqual(
      new Set(['campaign', 'clusterUpgrade', 'nightly', 'freezes', 'fleetRecord', 'auditRecord']),
    );
  });

  it('decide as they did then (if meant otherwise: scripts/dev/record-histories.ts)', async () => {
    expect(await differences(recordedHistories)).toEqual([]);
  });

  it.each([
    [
      'a campaign that called another activity',
      'two-stages.campaign',
      '"planCampaign"',
      '"planSomethingElse"',
    ],
    [
      'a cluster that called another activity',
      'aborted.aks-one-weu',
      '"upgradeControlPlane"',
      '"upgradeNodePool"',
    ],
    ['an audit that called another activity', 'audited-twice.nightly', '"auditForRecord"', '"otherAudit"'],
    ['a child of another type', 'two-stages.campaign', '"clusterUpgrade"', '"otherUpgrade"'],
  ])('notice %s', async (_, name, then, otherwise) => {
    const recorded = recordedHistories.find((each) => each.name === name)!;
    expect(recorded.text).toContain(then);
    const [result] = await replay([{ name, text: recorded.text.replaceAll(then, otherwise) }]);
    expect(result?.error?.message).toMatch(/nondeterminism/i);
  });
});
