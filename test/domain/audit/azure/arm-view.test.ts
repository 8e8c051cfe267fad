import { describe, expect, it } from 'vitest';
import { readArm } from '#domain/audit/azure/arm-view.ts';
import { anAzureCluster, anAzurePool } from '../../../builders/an-audited-cluster.ts';

const other = anAzureCluster({ name: 'aks-2' });

describe('what Azure says', () => {
  it.each([
    ['two documents', [anAzureCluster(), other]],
    ['a list', [[anAzureCluster(), other]]],
    ['a list as az rest prints it, beside pools', [{ value: [anAzureCluster(), other] }, anAzurePool()]],
  ])('is of one cluster at a time: %s of two are refused', (_, documents) => {
    expect(readArm(documents)).toBeNull();
  });
});
