import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '#cli/command-line.ts';
import { exitCodes } from '#cli/failure/exit-codes.ts';
import { commandTable } from '#cli/table/command-table.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { runDrydock, spawnDrydock } from '../processes/run-drydock.ts';

/** The same in this very process: what is typed wrongly needs no other. */
async function typed(args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  return { exitCode: await runCommandLine(args), stdout, stderr };
}
afterEach(() => void vi.restoreAllMocks());

describe('a command that is typed wrongly ends with 64 and says how it is right', () => {
  it.each([
    ['an unknown command', ['aprove', 'x'], 'Did you mean approve?)\nSee: drydock --help'],
    ['an unknown option of all', ['--vresion'], 'Did you mean --version?)\nSee: drydock --help'],
    ['help for an unknown command', ['help', 'aprove'], 'Did you mean approve?)\nSee: drydock --help'],
    ['a file without its flag', ['validate', 'a.yaml'], 'Name files with -f: drydock validate -f a.yaml'],
    [
      'manifests without their flag',
      ['audit', 'a.yaml'],
      'Name files with --manifests: drydock audit --manifests a.yaml',
    ],
    ['a file of a plan without its flag', ['plan', 'a.yaml'], 'drydock plan -f a.yaml'],
    ['an unknown option', ['plan', '--fil', 'x.yaml'], 'Did you mean --file?'],
    ['a format that is none', ['plan', '-o', 'xml'], 'Allowed choices are text, json'],
    ['a plan of no file', ['plan'], '--file is missing'],
    ['a hardening of no cluster', ['harden'], 'name exactly one cluster'],
    ['a hardening of two', ['harden', '--cluster', 'a', '--kubeconfig', 'b'], 'name exactly one cluster'],
    [
      'settings of Azure for a cluster that Azure was not asked about',
      ['harden', '--kubeconfig', 'b', '--control', 'SB-UPG-03', '--apply-azure-settings'],
      '--apply-azure-settings needs a cluster in Azure',
    ],
    [
      'settings of Azure, whichever they are',
      ['harden', '--cluster', 'a', '--apply-azure-settings'],
      '--apply-azure-settings needs the controls to apply',
    ],
    [
      'a policy of a control that none enforces',
      ['harden', '--policies', '--control', 'SB-NET-02'],
      'no admission policy enforces SB-NET-02',
    ],
    ['policies to apply to no cluster', ['harden', '--policies', '--apply'], 'name exactly one cluster'],
    [
      "policies together with kured's lock",
      ['harden', '--policies', '--cluster', 'a', '--hold-kured', '8h'],
      '--policies excludes --hold-kured',
    ],
    [
      'waivers without policies',
      ['harden', '--cluster', 'a', '--waivers', 'w.yaml'],
      '--waivers is of admission policies alone',
    ],
    [
      'a control that only policies enforce, without policies',
      ['harden', '--cluster', 'a', '--control', 'SB-POD-02'],
      'SB-POD-02 is of admission policies alone',
    ],
    [
      'an enforcement without policies',
      ['harden', '--cluster', 'a', '--enforcement', 'warn'],
      '--enforcement is of admission policies alone',
    ],
    ['a control that nothing enforces', ['harden', '--control', 'SB-MT-01'], 'Allowed choices are SB-NET-02'],
    [
      'a scan of nothing',
      ['scan', '--target', '1.34'],
      'nothing to scan: name manifests, audit logs or a cluster',
    ],
    ['a scan for nothing', ['scan', '--manifests', 'x.yaml'], '--target is missing'],
    [
      'a scan for what is no version',
      ['scan', '--manifests', 'x', '--target', 'soon'],
      'not a Kubernetes version',
    ],
    ['a start of nothing', ['start'], 'either a campaign file or a saved plan'],
    ['a demo that asks where no one answers', ['demo', '--interactive'], '--interactive needs a terminal'],
    [
      'a demo that stands still',
      ['demo', '--speed', '0'],
      '--speed expects a number from 1 to 3600, got "0"',
    ],
    ['a demo of no speed', ['demo', '--speed', 'fast'], '--speed expects a number from 1 to 3600'],
    ['a demo too fast to follow', ['demo', '--speed', '1e9'], '--speed expects a number from 1 to 3600'],
    ['a status without an id', ['status'], "missing required argument 'id'"],
    ['an approval of no gate', ['approve', 'x'], '--gate is missing'],
    ['an abort without a reason', ['abort', 'x'], '--reason is missing (why abort the campaign?)'],
    ['an abort without confirmation', ['abort', 'x', '--reason', 'y'], 'drydock status x, then add --yes'],
    [
      'a target that is none',
      ['retry', 'x', '--target', 'aks-one'],
      'write stage/NAME or cluster/NAME or pool/CLUSTER/POOL',
    ],
    [
      'a target of a mistyped kind',
      ['retry', 'x', '--target', 'clutser/aks-one'],
      '--target "clutser/aks-one" is not a target; did you mean cluster/aks-one?',
    ],
    ['a skip of nothing', ['skip', 'x', '--reason', 'y'], '--target is missing'],
    ['an abort of a thing', ['abort', 'x', '--target', 'node/a/b', '--reason', 'y'], 'is not a target'],
    ['a soak of a pool', ['promote', 'x', '--target', 'pool/a/b'], 'write stage/NAME or cluster/NAME'],
    ['a pause anywhere', ['pause', 'x', '--at', 'once'], 'Allowed choices are node-pool, cluster, stage'],
    ['a freeze of no name', ['freeze', 'create'], "missing required argument 'name'"],
    ['a freeze with a name that is none', ['freeze', 'create', '-x-'], 'unknown option'],
    ['a freeze named in words', ['freeze', 'lift', 'year end'], 'is not a valid freeze name'],
    ['a freeze without a reason', ['freeze', 'create', 'year-end'], 'add --reason'],
    ['a freeze until some day', ['freeze', 'create', 'a', '--until', 'soon'], 'neither a time with a zone'],
    ['a time without its zone', ['freeze', 'create', 'a', '--until', '2026-12-24T18:00'], '+01:00'],
    ['a freeze that is not known', ['freeze', 'mend', 'a'], "unknown command 'mend'"],
    ['windows of no file', ['windows'], '--file is missing'],
    ['windows from some day', ['windows', '-f', 'x', '--from', 'soon'], 'not a time with its zone'],
    ['no windows', ['windows', '-f', 'x', '-n', '0'], 'a whole number from 1 to 10000'],
    ['a schedule of no name', ['schedule', 'create'], "missing required argument 'name'"],
    ['a schedule named in words', ['schedule', 'pause', 'node images'], 'is not a valid schedule name'],
    ['a schedule of no file', ['schedule', 'create', 'nodes'], '--file is missing'],
    ['a pause of a schedule without a reason', ['schedule', 'pause', 'nodes'], 'add --reason'],
    ['no number of runs', ['schedule', 'next', 'nodes', '-n', '0'], 'is not a number from 1 to 1000'],
    ['a backfill of no range', ['schedule', 'backfill', 'nodes'], '--from is missing'],
    [
      'a backfill without a zone',
      ['schedule', 'backfill', 'nodes', '--from', '2026-11-01'],
      'is not a time with a zone',
    ],
    [
      'a backfill of what is to come',
      ['schedule', 'backfill', 'nodes', '--from', '2026-11-01T00:00Z', '--to', '2999-01-01T00:00Z'],
      '--to is in the future',
    ],
    [
      'a backfill that ends before it begins',
      ['schedule', 'backfill', 'nodes', '--from', '2026-11-02T00:00Z', '--to', '2026-11-01T00:00Z'],
      '--from is not before --to',
    ],
    ['a timeout that is none', ['watch', 'x', '--timeout', 'soon'], 'not a duration'],
    ['a watch as one document', ['start', '--watch', '-o', 'json'], '-o json is one document'],
    ['a decision without a name', ['abort', 'x', '--as', ' ', '--reason', 'y'], '--as NAME'],
    ['a schema of nothing', ['schema', 'cluster'], 'there is no schema "cluster"'],
    [
      'a schema named like a property of all objects',
      ['schema', 'constructor'],
      'there is no schema "constructor"',
    ],
    ['an unknown option of the simulator', ['simulate', '--senario', 'x'], 'Did you mean --scenario?'],
  ])('%s', async (_case, args, told) => {
    const { exitCode, stdout, stderr } = await typed(args);
    expect(stderr).toContain(told);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.usage, stdout: '' });
  });
});

describe('a command that came through npx', () => {
  const npx = { npm_command: 'exec' };

  it('suggests others as they are typed there', async () => {
    const { stderr } = await runDrydock(['start'], npx);
    expect(stderr).toContain('next: npx drydock start -f campaign.yaml, or npx drydock start plan.json\n');
    expect((await runDrydock(['aprove'], npx)).stderr).toContain('See: npx drydock --help');
    expect((await runDrydock(['help'], npx)).stdout).toContain('npx drydock plan -f campaign.yaml, then npx');
  });

  it('answers others with the same documents', async () => {
    for (const args of [['schema'], ['help', 'plan']])
      expect((await runDrydock(args, npx)).stdout).toBe((await runDrydock(args)).stdout);
  });
});

describe('a file that is invalid ends with 65', () => {
  it.each([
    ['a file that is not there', ['plan', '-f', 'nowhere.yaml'], 'there is no such file'],
    ['a folder', ['plan', '-f', 'examples'], 'it is a folder'],
    ['a campaign file as a plan', ['start', 'examples/two-stages.yaml'], 'is not a saved plan'],
    [
      'a campaign file on a schedule',
      ['schedule', 'create', 'nodes', '-f', 'examples/two-stages.yaml'],
      'UpgradeCampaign is a campaign that runs once',
    ],
    [
      'a nightly file as a campaign',
      ['start', '-f', 'examples/nightly.yaml'],
      'NightlyRefresh is a campaign that runs on a schedule',
    ],
    ['a broken campaign', ['start', '-f', 'package.json'], 'is not a valid campaign file'],
  ])('%s', async (_case, args, told) => {
    const { exitCode, stderr } = await typed(args);
    expect(stderr).toContain(told);
    expect(exitCode).toBe(exitCodes.invalidFile);
  });
});

describe('what is missing is said at once, with what to add', () => {
  const yes = 'confirmation is required';
  it.each([
    [
      ['approve', 'x'],
      ['--gate is missing', '--reason is missing (why approve?)'],
    ],
    [
      ['reject', 'x'],
      ['--gate is missing', '--reason is missing (why reject?)', yes],
    ],
    [
      ['skip', 'x'],
      ['--target is missing', '--reason is missing (why skip?)', yes],
    ],
    [
      ['retry', 'x', '--target', 'a/b/c/d'],
      ['is not a target', '--reason is missing (why retry?)'],
    ],
    [
      ['skip', 'x', '--target', 'stage/a'],
      ['--reason is missing (why skip stage/a?)', yes],
    ],
    [
      ['force', 'x', '--yes'],
      ['--target is missing', '--reason is missing (why force?)'],
    ],
    [
      ['abort', 'x'],
      ['--reason is missing (why abort the campaign?)', yes],
    ],
    [
      ['schedule', 'delete', 'nodes'],
      ['--reason is missing (why delete nodes?)', yes],
    ],
    [
      ['schedule', 'backfill', 'nodes'],
      ['--from is missing', '--reason is missing (why backfill nodes?)'],
    ],
    [
      ['freeze', 'create', 'a', '--until', 'soon'],
      ['neither a time', '--reason is missing (why freeze a?)'],
    ],
    [['scan'], ['--target is missing', 'nothing to scan']],
  ])('%j', async (args, parts) => {
    const { exitCode, stderr } = await typed(args);
    const [error = '', next = ''] = stderr.split('\n');
    for (const part of parts) expect(error).toContain(part);
    expect(next.split('; ').length).toBeGreaterThanOrEqual(parts.length);
    if (parts.includes(yes)) expect(next).toContain('then add --yes');
    expect(exitCode).toBe(exitCodes.usage);
  });
});

describe('validate', () => {
  it('names a file that cannot be read once, and no place in it', async () => {
    const { exitCode, stdout } = await typed(['validate', '-f', 'nope.yaml']);
    expect(stdout).toBe('nope.yaml    cannot be read: there is no such file\n1 problem.\n');
    expect(exitCode).toBe(exitCodes.invalidFile);
    const json = await typed(['validate', '-f', '', '-o', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      problems: [
        {
          file: '',
          line: null,
          column: null,
          message: 'a file with an empty name cannot be read: there is no such file',
        },
      ],
    });
  });

  it('still judges the other files where one cannot be read', async () => {
    const files = ['-f', 'nowhere.yaml', '-f', 'package.json', '-f', 'examples/two-stages.yaml'];
    const { exitCode, stdout } = await typed(['validate', ...files, '-o', 'json']);
    const { problems } = JSON.parse(stdout) as { problems: readonly { file: string; message: string }[] };
    expect(problems[0]).toMatchObject({
      file: 'nowhere.yaml',
      message: expect.stringContaining('there is no such file'),
    });
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['nowhere.yaml', 'package.json']));
    expect(exitCode).toBe(exitCodes.invalidFile);
  });

  it('says on stderr what is no problem and yet worth knowing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-usage-'));
    const file = join(folder, 'nightly.yaml');
    writeFileSync(file, nightlySpec('night', { stages: [{ name: 'one' }, { name: 'two' }] }));
    const { exitCode, stdout, stderr } = await typed(['validate', '-f', file]);
    expect([exitCode, stdout]).toEqual([exitCodes.done, '1 file valid.\n']);
    expect(stderr).toMatch(/gate one requests an approval in every scheduled run.*\n1 warning\.\n$/);
  });
});

describe.concurrent('a server that cannot be reached ends with 69 and its address', () => {
  const env = { TEMPORAL_ADDRESS: '127.0.0.1:1', DRYDOCK_ARM_ENDPOINT: 'https://127.0.0.1:1' };
  it.each([
    ['Temporal', ['list'], 'Temporal at 127.0.0.1:1 cannot be reached'],
    ['Temporal, for a verb', ['pause', 'x', '--reason', 'y'], 'set TEMPORAL_ADDRESS'],
    ['both, for the doctor', ['doctor', '-o', 'json'], ''],
    [
      'the simulator',
      ['start', '-f', 'examples/two-stages.yaml', '--pace', 'simulator'],
      'none answers at https://127.0.0.1:1',
    ],
  ])('%s', async (_case, args, told) => {
    const { exitCode, stderr } = await runDrydock(args, env);
    expect(stderr).toContain(told);
    expect(exitCode).toBe(exitCodes.unavailable);
  });

  it('refuses settings that make no sense as usage', async () => {
    const { exitCode, stderr } = await runDrydock(['fleet'], { DRYDOCK_ARM_ENDPOINT: 'http://127.0.0.1' });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 64,
      stderr: expect.stringContaining('not an https URL'),
    });
  });
});

describe('help', () => {
  it('lists every command on stdout', async () => {
    const { exitCode, stdout } = await spawnDrydock(['--help']);
    const listed = [...stdout.matchAll(/^ {2}([a-z][a-z-]*) (?:\[|<| )/gm)].map(([, name]) => name);
    expect(listed).toEqual([...new Set(commandTable.map(({ name }) => name.split(' ', 1)[0]))]);
    expect(exitCode).toBe(0);
  });

  it.each([
    [['help'], 'Usage: drydock [options] [command]'],
    [['help', 'plan'], 'Usage: drydock plan [options]'],
    [['help', 'freeze', 'create'], 'Usage: drydock freeze create [options] <name>'],
  ])('%j is the same as the flag', async (args, told) => {
    const { exitCode, stdout } = await typed(args);
    expect({ exitCode, first: stdout.split('\n', 1)[0] }).toEqual({ exitCode: 0, first: told });
  });

  it.each(commandTable.map(({ name, options }) => [name, options] as const))(
    'wraps nothing where it goes to a pipe: %s',
    async (name, options) => {
      const { stdout } = await typed([...name.split(' '), '--help']);
      for (const { help } of options) expect(stdout).toContain(help);
    },
  );

  it('names every exit code', async () => {
    const { stdout } = await typed(['--help']);
    const named = [...stdout.slice(stdout.indexOf('Exit codes:')).matchAll(/\b\d+\b/g)].map(Number);
    expect(named).toEqual(Object.values(exitCodes));
  });

  it.each([
    [['plan', '-f', 'nowhere.yaml', '--debug']],
    [['--debug', 'plan', '-f', 'nowhere.yaml']],
    [['plan', '--debug', '-f', 'nowhere.yaml', '--no-color']],
    [['--no-color', '--debug', 'plan', '-f', 'nowhere.yaml']],
  ])('shows a stack only where it is asked for, before the command or after it: %j', async (args) => {
    const { stderr } = await runDrydock(args);
    expect(stderr).toMatch(/^\s+at .*read-text-file\.ts/m);
  });

  it.each([
    [['--no-color', 'validate', '-f', 'examples/two-stages.yaml']],
    [['validate', '--no-color', '-f', 'examples/two-stages.yaml']],
    [['schedule', '--no-color', 'next', '--help']],
    [['freeze', 'list', '-V']],
    [['-V', 'freeze', 'list']],
  ])('takes what every command takes in either place: %j', async (args) => {
    const { exitCode, stdout, stderr } = await runDrydock(args, { FORCE_COLOR: '1' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).not.toContain('\u001B[');
  });
});

describe('answers that scripts read', () => {
  it('are one JSON document with apiVersion and kind', async () => {
    const { stdout } = await typed(['validate', '-f', 'package.json', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'drydock.dev/v1',
      kind: 'Validation',
      problems: expect.arrayContaining([expect.objectContaining({ line: 2, path: expect.any(String) })]),
    });
  });

  it('are the JSON Schema itself for schema', async () => {
    const { stdout } = await typed(['schema']);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  });
});
