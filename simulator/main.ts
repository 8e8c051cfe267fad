import { parseArgs } from 'node:util';
import { exitCodeOf, explainEnd, UsageError } from './explain-exit.ts';
import { fleetJsonSchema } from './fleet/fleet.ts';
import { printEnv } from './print-env.ts';
import { readFleetFile } from './read-fleet-file.ts';
import { serveFleet, usualPort } from './serve-fleet.ts';

const usage = `Usage: node simulator/main.ts [options]
  --scenario NAME|FILE  a scenario of simulator/scenarios or a fleet file (default: two-stages)
  --port N              port on 127.0.0.1, 0 for a free one (default: 8443, or the state file's)
  --speed X             simulated seconds per real second (default: the file's)
  --seed N              seed of everything random (default: the file's)
  --dir DIR             where certificate and kubeconfig files go (default: a fresh temporary folder)
  --state FILE          keeps everything in FILE and goes on from it; scenario, speed and seed are then those of
                        its beginning
  --limits              refuses requests beyond Azure's limits
  --schema              prints the JSON Schema of the fleet file
  --print-env           prints shell commands that export what clients of the running simulator on --port need
`;

interface Arguments {
  readonly scenario: string;
  readonly port: number | undefined;
  readonly speed: number | undefined;
  readonly seed: number | undefined;
  readonly dir: string | undefined;
  readonly state: string | undefined;
  readonly limits: boolean;
  readonly wants: 'serve' | 'schema' | 'env' | 'help';
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parse(args);
  const speed = numberOf('--speed', values.speed);
  if (speed !== undefined && speed <= 0)
    throw new UsageError(`--speed expects a number above 0, got "${speed}"`);
  const port = wholeNumberOf('--port', values.port);
  if (port !== undefined && port > 65_535)
    throw new UsageError(`--port expects a number from 0 to 65535, got "${port}"`);
  const wants = values.help ? 'help' : values.schema ? 'schema' : values['print-env'] ? 'env' : 'serve';
  const seed = wholeNumberOf('--seed', values.seed);
  const { dir, state } = values;
  return {
    scenario: values.scenario ?? 'two-stages',
    port,
    speed,
    seed,
    dir,
    state,
    limits: values.limits ?? false,
    wants,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: bindNegativeNumbers(args),
      options: {
        scenario: { type: 'string' },
        port: { type: 'string' },
        speed: { type: 'string' },
        seed: { type: 'string' },
        dir: { type: 'string' },
        state: { type: 'string' },
        limits: { type: 'boolean' },
        schema: { type: 'boolean' },
        'print-env': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Node's parser takes the value in "--speed -3" for another option. */
function bindNegativeNumbers(args: readonly string[]): string[] {
  const bound: string[] = [];
  for (const arg of args) {
    const flag = bound.at(-1);
    if (flag?.startsWith('--') && /^-\d/.test(arg)) bound.push(`${bound.pop()}=${arg}`);
    else bound.push(arg);
  }
  return bound;
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${flag} expects a number, got "${text}"`);
  return value;
}

function wholeNumberOf(flag: string, text: string | undefined): number | undefined {
  const value = numberOf(flag, text);
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new UsageError(`${flag} expects a whole number from 0 up, got "${text}"`);
}

async function main(args: readonly string[]): Promise<void> {
  const { wants, scenario, port, speed, seed, dir, state, limits } = readArguments(args);
  if (wants === 'help') process.stdout.write(usage);
  else if (wants === 'schema') process.stdout.write(`${JSON.stringify(fleetJsonSchema(), null, 2)}\n`);
  else if (wants === 'env') process.stdout.write(await printEnv(port ?? usualPort));
  else {
    const fleet = () => {
      const file = readFleetFile(scenario);
      return { ...file, speed: speed ?? file.speed, seed: seed ?? file.seed };
    };
    const { ready, close } = await serveFleet(fleet, { port, dir, state, limits });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, close);
    process.stdout.write(`${JSON.stringify(ready)}\n`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(explainEnd(error));
  process.exitCode = exitCodeOf(error);
}
