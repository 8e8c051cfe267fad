import { describe, expect, it } from 'vitest';
import { proofText, proveFromLedger } from '#cli/demo/ledger-proof.ts';
import type { LedgerEntry } from '#cli/demo/simulator-client.ts';

const order = [['aks-test'], ['aks-pay']];

/** An accepted upgrade that runs from one hour to the next. */
const upgrade = (cluster: string, pool: string | null, hour: number, lasts = 1): LedgerEntry => ({
  seq: hour,
  at: `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`,
  cluster,
  operation: {
    kind: pool === null ? 'control-plane-upgrade' : 'node-pool-upgrade',
    pool,
    to: '1.34.1',
    finishedAt: `2026-11-20T${String(hour + lasts).padStart(2, '0')}:00:00Z`,
    result: 'Succeeded',
  },
});

const test = [upgrade('aks-test', null, 8), upgrade('aks-test', 'system', 9)];
const pay = [upgrade('aks-pay', null, 10), upgrade('aks-pay', 'system', 11)];

describe('the proof from the ledger', () => {
  it('counts upgrades and holds where every promise was kept', () => {
    const settings: LedgerEntry = { seq: 9, at: '2026-11-20T12:00:00Z', cluster: 'aks-pay' };
    expect(proveFromLedger([...test, ...pay, settings], order)).toEqual({ upgrades: 4, broken: [] });
  });

  it.each([
    [
      'an upgrade twice',
      [...test, ...pay, upgrade('aks-pay', 'system', 13)],
      'aks-pay/system to 1.34.1 was accepted twice',
    ],
    [
      'two at a time',
      [...test, pay[0]!, upgrade('aks-pay', 'np1', 11, 3), upgrade('aks-pay', 'np2', 12)],
      'two operations ran on aks-pay at a time',
    ],
    [
      'a pool first',
      [...test, upgrade('aks-pay', 'system', 10), upgrade('aks-pay', null, 11)],
      'a pool of aks-pay came before its control plane',
    ],
    [
      'production early',
      [test[0]!, upgrade('aks-test', 'system', 9, 9), ...pay],
      'aks-pay started before the previous stage had ended',
    ],
  ])('names what was broken: %s', (_case, entries, broken) => {
    expect(proveFromLedger(entries, order).broken).toContain(broken);
  });

  it('claims the faults of the demo only once they were triggered', () => {
    const proof = { upgrades: 4, broken: [] };
    expect(proofText(proof, [])).toContain('one answer lost');
    expect(proofText(proof, ['lost-answer'])).not.toContain('lost');
  });
});
