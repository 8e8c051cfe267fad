import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSimulatorClock } from '#gateways/simulator-clock.ts';
import { failureOf } from '../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../simulated/simulator.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 600 });
});
afterAll(() => simulator.stop());

describe('readSimulatorClock', () => {
  // First: a connection that was trusted once would be used again.
  it('says so when the certificate of a loopback endpoint is not trusted', async () => {
    const trusted = getCACertificates('default');
    setDefaultCACertificates(getCACertificates('bundled'));
    try {
      expect(await failureOf(readSimulatorClock(simulator.ready.url))).toMatchObject({
        kind: 'certificate-not-trusted',
      });
    } finally {
      setDefaultCACertificates(trusted);
    }
  });

  it('reads the clock of a simulator', async () => {
    const { clock, url } = simulator.ready;
    expect(await readSimulatorClock(url)).toEqual({
      id: clock.id,
      simulator: clock.simulator,
      speed: 600,
      virtualEpoch: Date.parse(clock.virtualEpoch),
      realEpoch: Date.parse(clock.realEpoch),
    });
  });

  it.each([
    ['real Azure, which is never asked', 'https://management.azure.com'],
    ['a host that only begins like loopback', 'https://127.0.0.1.example.invalid'],
  ])('is null for %s', async (_, endpoint) => {
    await expect(readSimulatorClock(endpoint)).resolves.toBeNull();
  });

  it('does not take silence for real time: who is away may still be a simulator', async () => {
    expect(await failureOf(readSimulatorClock('https://127.0.0.1:2'))).toMatchObject({
      kind: 'no-answer',
      message: 'https://127.0.0.1:2 does not answer.',
    });
  });
});
