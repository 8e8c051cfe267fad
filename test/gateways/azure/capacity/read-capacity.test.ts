import { describe, expect, it } from 'vitest';
import { toSubnetRoom } from '#gateways/azure/capacity/read-capacity.ts';

describe('the room of a subnet', () => {
  it.each<[string, object, number]>([
    ['is its range without the five addresses of Azure', { addressPrefix: '10.0.0.0/24' }, 251],
    ['is less what is in use', { addressPrefix: '10.0.0.0/24', ipConfigurations: [{}, {}] }, 249],
    ['is that of all its IPv4 ranges', { addressPrefixes: ['10.0.0.0/28', '10.1.0.0/28', 'fd00::/64'] }, 22],
    ['is never less than none', { addressPrefix: '10.0.0.0/29', ipConfigurations: [{}, {}, {}, {}] }, 0],
    ['without a range is none', {}, 0],
  ])('%s', (_what, properties, free) => {
    expect(toSubnetRoom({ name: 'nodes', properties })).toEqual({ name: 'nodes', free });
  });
});
