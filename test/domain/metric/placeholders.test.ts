import { describe, expect, it } from 'vitest';
import { fillPlaceholders, unknownPlaceholders } from '#domain/metric/placeholders.ts';

const id =
  '/subscriptions/s-1/resourceGroups/rg (one)/providers/Microsoft.ContainerService/managedClusters/aks-one';

describe('placeholders', () => {
  it('are filled in for a cluster, wherever they stand', () => {
    const query =
      'sum(rate(e{cluster="{{cluster}}", group="{{ resourceGroup }}", sub="{{subscription}}"}[5m]))';
    expect(fillPlaceholders(query, id)).toBe(
      'sum(rate(e{cluster="aks-one", group="rg (one)", sub="s-1"}[5m]))',
    );
  });

  it('are encoded where that is asked for', () => {
    expect(fillPlaceholders('https://x/{{resourceGroup}}', id, encodeURIComponent)).toBe(
      'https://x/rg%20(one)',
    );
  });

  it('are known by name', () => {
    expect(unknownPlaceholders('{{cluster}} {{pool}} {{toString}} {x="y"} {{}}')).toEqual([
      'pool',
      'toString',
      '',
    ]);
  });
});
