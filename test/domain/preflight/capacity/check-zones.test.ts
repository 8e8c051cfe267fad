import { describe, expect, it } from 'vitest';
import type { MachineOffer } from '#domain/preflight/findings/preflight-readings.ts';
import { aPool } from '../../../builders/a-cluster.ts';
import { aPoolStep, preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const cluster = { pools: [aPool({ availabilityZones: ['1', '2'] })] };
const offer = (over: Partial<MachineOffer> = {}) => ({
  machines: {
    value: [{ name: 'Standard_D4s_v5', zones: ['1', '2', '3'], refusedZones: [], isRefused: false, ...over }],
  },
});

describe('the machines of a pool that is in no zone', () => {
  it.each<[string, Parameters<typeof preflightFindings>[0], RegExp]>([
    [
      'are refused to the subscription in the whole region',
      offer({ isRefused: true }),
      /^blocker .*its surge nodes may fail to start: Azure restricts Standard_D4s_v5 in westeurope for this subscription/,
    ],
    [
      'are not offered in the region',
      { machines: { value: [] } },
      /^blocker .*its surge nodes may fail to start: Azure does not offer Standard_D4s_v5 in westeurope/,
    ],
  ])('block its surge where they %s', (_, readings, sentence) => {
    expect(told(preflightFindings(readings))).toEqual([expect.stringMatching(sentence)]);
  });

  it('may come up where only zones are refused', () => {
    expect(preflightFindings(offer({ refusedZones: ['1', '2', '3'] }))).toEqual([]);
  });
});

describe('the zones of a pool', () => {
  it.each<[string, Parameters<typeof preflightFindings>[0], RegExp]>([
    ['lack its machines', offer({ zones: ['1'] }), /does not offer Standard_D4s_v5 in zone 2 of westeurope/],
    [
      'are refused to the subscription',
      offer({ refusedZones: ['2', '3'] }),
      /restricts Standard_D4s_v5 in zone 2 of westeurope for this subscription/,
    ],
    [
      'are in a region that is refused',
      offer({ isRefused: true }),
      /restricts Standard_D4s_v5 in westeurope/,
    ],
    [
      'are in a region without such machines',
      { machines: { value: [] } },
      /does not offer Standard_D4s_v5 in westeurope/,
    ],
  ])('block its surge where they %s', (_, readings, sentence) => {
    expect(told(preflightFindings(readings, { cluster }))).toEqual([expect.stringMatching(sentence)]);
  });

  it('are well where Azure offers its machines in each of them, whatever it refuses elsewhere', () => {
    expect(preflightFindings(offer({ refusedZones: ['3'] }), { cluster })).toEqual([]);
  });

  it('do not matter to a pool that does not surge, or is in none', () => {
    expect(preflightFindings(offer({ zones: [] }), { cluster, steps: [aPoolStep({ surge: 0 })] })).toEqual(
      [],
    );
    expect(preflightFindings(offer({ zones: [] }))).toEqual([]);
  });
});
