import { createSchedule } from './create-schedule.ts';
import { readNightly } from './read-nightly.ts';
import { withTemporal } from './temporal-client.ts';

/** Schedules a nightly file without the command line: node scripts/schedule-nightly.ts nightly.yaml */
const source = readNightly(process.argv[2] ?? 'examples/nightly.yaml');
const order = { name: source.nightly.name, source, simulatorId: null, pace: null };
const done = await withTemporal((session) =>
  createSchedule(session, { ...order, startedBy: 'script', reason: '' }),
);
process.stdout.write(`${order.name} ${done}\n`);
