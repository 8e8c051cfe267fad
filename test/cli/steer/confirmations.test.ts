import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '#cli/command-line.ts';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { commandTable } from '#cli/table/command-table.ts';

/** asks: also needs --yes without a terminal. shows: on a terminal it shows and asks, elsewhere it is sent. */
type Asks = 'asks' | 'shows' | 'never';

const target = ['--target', 'cluster/aks-a'];
const gate = ['--gate', 'test'];
const verbs: readonly (readonly [
  verb: string,
  args: readonly string[],
  asks: Asks,
  isShownBefore: boolean,
])[] = [
  ['approve', ['x', ...gate], 'shows', true],
  ['reject', ['x', ...gate], 'asks', true],
  ['pause', ['x'], 'never', false],
  ['resume', ['x'], 'never', false],
  ['abort', ['x'], 'asks', false],
  ['abort', ['x', ...target], 'asks', false],
  ['retry', ['x', ...target], 'never', false],
  ['skip', ['x', ...target], 'asks', true],
  ['skip', ['x', '--target', 'stage/production'], 'asks', true],
  ['rollback', ['x', ...target], 'asks', true],
  ['rollback', ['x', '--target', 'pool/aks-a/np1'], 'asks', true],
  ['force', ['x', ...target], 'asks', true],
  ['clean-up', ['x', '--target', 'pool/aks-a/np1'], 'asks', true],
  ['promote', ['x'], 'asks', true],
  ['promote', ['x', ...target], 'asks', true],
  ['schedule pause', ['x'], 'never', false],
  ['schedule resume', ['x'], 'never', false],
  ['schedule trigger', ['x'], 'never', false],
  ['schedule backfill', ['x', '--from', '2026-11-01T00:00Z'], 'never', false],
  ['schedule delete', ['x'], 'asks', false],
  ['freeze create', ['x'], 'never', false],
  ['freeze lift', ['x'], 'never', false],
];
const because = ['--reason', 'a test'];

const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
let shown = '';

beforeEach(() => {
  shown = '';
  // Nothing listens there: what goes past its confirmation ends with 69, and nothing was sent.
  vi.stubEnv('TEMPORAL_ADDRESS', '127.0.0.1:1');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  Object.defineProperty(process, 'stdin', stdin);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Answers every question with `no`. */
async function typed(args: readonly string[], { isTerminal }: { readonly isTerminal: boolean }) {
  const keys = Object.assign(new PassThrough(), { isTTY: isTerminal });
  Object.defineProperty(process, 'stdin', { value: keys, configurable: true });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += String(text);
    if (String(text).includes('Type yes')) keys.write('no\n');
    return true;
  });
  return { exitCode: await runCommandLine(args), shown };
}

it('has a row for each command that steers, freezes or schedules', () => {
  const steering = commandTable.filter(({ options }) =>
    options.some(({ flags }) => flags.startsWith('--as')),
  );
  const others = ['start', 'schedule create', 'drain', 'status', 'watch', 'describe'];
  expect([...new Set([...verbs.map(([verb]) => verb), ...others])].toSorted()).toEqual(
    steering.map(({ name }) => name).toSorted(),
  );
});

describe.each(verbs)('%s %j (%s)', (verb, args, asks, isShownBefore) => {
  const line = [...verb.split(' '), ...args];

  it('without a terminal', async () => {
    const { exitCode } = await typed([...line, ...because], { isTerminal: false });
    if (asks !== 'asks') return expect(exitCode).toBe(exitCodes.unavailable);
    expect(shown).toMatch(/confirmation is required.*nothing was sent[\s\S]*then add --yes/);
    expect(exitCode).toBe(exitCodes.usage);
  });

  it('without a terminal, with --yes', async () => {
    const takesYes = commandTable
      .find(({ name }) => name === verb)
      ?.options.some(({ flags }) => flags.includes('--yes'));
    expect(takesYes === true || asks === 'never').toBe(true);
    const { exitCode } = await typed([...line, ...because, ...(takesYes ? ['--yes'] : [])], {
      isTerminal: false,
    });
    expect(exitCode).toBe(exitCodes.unavailable);
  });

  it('on a terminal', async () => {
    const { exitCode } = await typed([...line, ...(isShownBefore ? [] : because)], { isTerminal: true });
    // What is to be shown first cannot be read here, so nothing was asked.
    if (isShownBefore) expect(shown).not.toContain('Why');
    expect(exitCode).toBe(asks === 'asks' && !isShownBefore ? exitCodes.unclassified : exitCodes.unavailable);
  });

  it('on a terminal, with --yes', async () => {
    if (asks === 'never') return;
    const { exitCode } = await typed([...line, ...because, '--yes'], { isTerminal: true });
    expect(exitCode).toBe(exitCodes.unavailable);
  });
});
