import { createSchedule } from './create-schedule.ts';
import { readNightly } from './read-nightly.ts';
import { withTemporal } from './temporal-client.ts';
import { withGateways } from './with-gateways.ts';

/** Schedules a nightly file without the command line: node scripts/schedule-nightly.ts nightly.yaml */
const source = readNightly(process.argv[2] ?? 'examples/nightly.yaml');
const simulatorId = await withGateways(async (to) => (await to.readSimulatorClock())?.simulator ?? null);
const order = { name: source.nightly.name, source, simulatorId, pace: null, startedBy: 'script', reason: '' };
const done = await withTemporal((session) => createSchedule(session, order));
process.stdout.write(`${order.name} ${done}\n`);
