import { withGateways } from '#cli/clusters/with-gateways.ts';
import { readNightly } from '#cli/input/read-nightly.ts';
import { createSchedule } from '#cli/schedule/create-schedule.ts';
import { withTemporal } from '#cli/temporal/temporal-client.ts';

/** Schedules a nightly file without the command line: node scripts/schedule-nightly.ts nightly.yaml */
const source = readNightly(process.argv[2] ?? 'examples/nightly.yaml');
const simulatorId = await withGateways(async (to) => (await to.readSimulatorClock())?.simulator ?? null);
const order = { name: source.nightly.name, source, simulatorId, pace: null, startedBy: 'script', reason: '' };
const done = await withTemporal((session) => createSchedule(session, order));
process.stdout.write(`${order.name} ${done}\n`);
