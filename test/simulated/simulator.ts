import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startSimulator as startProcess } from '../processes/simulator-process.ts';

export interface SimulatorOptions {
  readonly scenario?: string;
  readonly speed?: number;
  readonly seed?: number;
  /** A file that keeps its state over a restart. */
  readonly state?: string;
  /** Absent: a free one. */
  readonly port?: number;
  /** Whether Azure's limits refuse requests. */
  readonly limits?: boolean;
}

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/**
 * Starts a simulator and makes this test process one of its clients: its environment is ours from here on and
 * its certificate authority is trusted, as if we had been started with NODE_EXTRA_CA_CERTS.
 */
export async function startSimulator(options: SimulatorOptions = {}) {
  const { scenario = 'small', speed = 3600, seed = 1, state, limits = false, port = 0 } = options;
  const kept = state === undefined ? [] : ['--state', state];
  const limited = limits ? ['--limits'] : [];
  const flags = [
    '--speed',
    String(speed),
    '--seed',
    String(seed),
    '--port',
    String(port),
    ...kept,
    ...limited,
  ];
  const simulator = await startProcess(scenario, flags);
  const { ready } = simulator;
  Object.assign(process.env, ready.env);
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(ready.caFile, 'utf8')]);
  return {
    ...simulator,
    async stop() {
      // Its file goes with it, and anyone who is started after us would complain.
      if (process.env.NODE_EXTRA_CA_CERTS === ready.caFile) delete process.env.NODE_EXTRA_CA_CERTS;
      return simulator.stop();
    },
    fault: simulator.addFault,
    /** All of them, or those of one cluster. */
    async clearFaults(cluster?: string): Promise<void> {
      const which = cluster === undefined ? '' : `?cluster=${cluster}`;
      await simulator.ask(`/_simulator/faults${which}`, { method: 'DELETE' });
    },
    /** The accepted or refused requests that wanted to change something in Azure. */
    async armMutations() {
      return (await simulator.ledger()).filter((each) => each.plane === 'arm' && each.mutation);
    },
  };
}
