import { countEvents } from './count-events.ts';
import { timeCommands } from './time-commands.ts';

/** Prints what is measured, from fixed inputs; judges nothing. */
const print = (line: string) => void process.stdout.write(`${line}\n`);

print('Start of the command line, median of 15');
timeCommands(print);
print('\nEvents in the histories of a campaign (aim: 70 a pool, no more for a slower one)');
await countEvents(print);
