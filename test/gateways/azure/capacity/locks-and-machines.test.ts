import { describe, expect, it } from 'vitest';
import { toLock } from '#gateways/azure/capacity/read-locks.ts';
import { toOffer } from '#gateways/azure/capacity/read-machine-sizes.ts';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/locks/keep';

describe('a lock as Azure reports it', () => {
  it('holds for what its id is below', () => {
    expect(toLock({ id, properties: { level: 'ReadOnly', notes: 'ask oncall' } })).toEqual([
      { name: 'keep', level: 'ReadOnly', scope: '/subscriptions/s/resourceGroups/rg' },
    ]);
  });

  it.each([
    ['whose level is none', { id, properties: { level: 'NotSpecified' } }],
    ['without a level', { id }],
    ['without an id', { properties: { level: 'ReadOnly' } }],
  ])('%s locks nothing', (_, found) => {
    expect(toLock(found)).toEqual([]);
  });
});

describe('a machine size as Azure reports it', () => {
  const size = {
    resourceType: 'virtualMachines',
    name: 'Standard_D4s_v5',
    locationInfo: [
      { location: 'northeurope', zones: ['1'] },
      { location: 'WestEurope', zones: ['3', '1'] },
    ],
  };

  it('is offered in the zones of the region that is asked about', () => {
    expect(toOffer({ ...size, restrictions: [] }, 'westeurope')).toEqual({
      name: 'Standard_D4s_v5',
      zones: ['3', '1'],
      refusedZones: [],
      isRefused: false,
    });
  });

  it('is refused in zones, or altogether, as its restrictions say', () => {
    const restrictions = [
      { type: 'Zone', restrictionInfo: { zones: ['1'] }, reasonCode: 'NotAvailableForSubscription' },
      { type: 'Location', restrictionInfo: { locations: ['westeurope'] } },
    ];
    expect(toOffer({ ...size, restrictions }, 'westeurope')).toMatchObject({
      refusedZones: ['1'],
      isRefused: true,
    });
  });

  it('of a region without zones has none', () => {
    expect(toOffer({ name: 'Standard_D4s_v5' }, 'westus')).toMatchObject({ zones: [], isRefused: false });
  });
});
