import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#cli/process/free-port.ts';
import { workerVariables } from '#worker/settings.ts';
import { aSpec } from '../campaigns/campaign-specs.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { useBareNamespace } from '../setup/bare-namespace.ts';
import { type ComposeService, readCompose, root } from './compose-file.ts';

const { services, volumes } = readCompose();
const all = Object.entries(services);
const dockerfile = readFileSync(join(root, 'deploy', 'Dockerfile'), 'utf8');
const packageFile = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly imports: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

function service(name: string, from = services): ComposeService {
  const found = from[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
}

describe('docker-compose.yml', () => {
  it('has the whole stack', () => {
    expect(Object.keys(services)).toEqual([
      'postgresql',
      'temporal-schema',
      'temporal',
      'temporal-namespace',
      'setup',
      'temporal-ui',
      'simulator',
      'worker',
      'cli',
    ]);
  });

  it('publishes every port on this machine alone', () => {
    for (const port of all.flatMap(([, { ports = [] }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('pins every image to a version', () => {
    for (const [, { image }] of all) expect(image).toMatch(/:(\d+\.\d+|local$)/);
  });

  it('brings the schema of the very server that it starts', () => {
    const version = service('temporal').image.split(':')[1];
    expect(service('temporal-schema').image).toBe(`temporalio/admin-tools:${version}`);
    expect(service('temporal-namespace').image).toBe(`temporalio/admin-tools:${version}`);
  });

  it('waits for services that exist, and mounts what exists', () => {
    for (const [, { depends_on = {}, volumes: mounts = [] }] of all) {
      for (const name of Object.keys(depends_on)) expect(services).toHaveProperty(name);
      for (const [source = ''] of mounts.map((mount) => mount.split(':')))
        expect(source.startsWith('.') ? existsSync(join(root, source)) : source in volumes).toBe(true);
    }
  });

  it("has the worker in the simulator's network, which publishes its ports", () => {
    const { DRYDOCK_HEALTH_PORT: health, DRYDOCK_METRICS_PORT: metrics } =
      service('worker').environment ?? {};
    for (const name of ['worker', 'cli']) expect(service(name).network_mode).toBe('service:simulator');
    expect(service('simulator').ports).toEqual([health, metrics].map((port) => `127.0.0.1:${port}:${port}`));
    expect(service('worker').healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${health}/readyz`);
  });

  it('sets no variable of ours that the code does not read', () => {
    const known = new Set([...workerVariables, 'DRYDOCK_ARM_ENDPOINT', 'DRYDOCK_UI_URL']);
    const ours = all.flatMap(([, { environment = {} }]) =>
      Object.keys(environment).filter((name) => name.startsWith('DRYDOCK_')),
    );
    expect(ours.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the image', () => {
  it('runs the Node that we test with', () => {
    const version = packageFile.devDependencies.node;
    expect([...dockerfile.matchAll(/^FROM (node\S+)/gm)].map(([, image]) => image)).toEqual(
      Array.from({ length: 2 }, () => `node:${version}-bookworm-slim`),
    );
  });

  it('holds every module, and its context admits them', () => {
    const ignore = readFileSync(join(root, 'deploy', 'Dockerfile.dockerignore'), 'utf8').split('\n');
    // scripts/ is for people with a checkout: what they copy, and the chores of the repository.
    const modules = Object.keys(packageFile.imports).flatMap((name) =>
      name === '#scripts/*' ? [] : [name.slice(1, -2)],
    );
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from]) =>
      from!.split(' '),
    );
    expect(copied).toEqual(expect.arrayContaining(modules));
    for (const source of copied) expect(ignore).toContain(`!${source}`);
  });

  it('runs as an unprivileged user', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('has the simulator and its examples in a stage of their own, which the stack alone asks for', () => {
    const stages = dockerfile.split(/^(?=FROM )/m).slice(1);
    const holding = stages.filter((stage) => /^COPY (?:simulator|examples) /m.test(stage));
    expect(holding.map((stage) => stage.split('\n')[0])).toEqual(['FROM runtime AS simulator']);
    expect(stages.at(-1)?.trim()).toBe('FROM runtime');
    const asking = all.filter(([, { build }]) => build?.target !== undefined);
    expect(asking.map(([name, { build }]) => [name, build?.target])).toEqual([['simulator', 'simulator']]);
    expect(service('simulator').image).not.toBe(service('worker').image);
  });

  it('lists its packages in CycloneDX, and has no package manager', () => {
    expect(dockerfile).toMatch(/^RUN .*npm sbom .*--sbom-format=cyclonedx > sbom\.cdx\.json$/m);
    expect(dockerfile).toMatch(/^RUN rm -rf \/usr\/local\/lib\/node_modules /m);
  });
});

describe('what is ours of the stack, as plain processes', () => {
  const files = openTemporaryFiles();
  const children: ChildProcess[] = [];
  let stack: typeof services;
  let ready: Readonly<Record<string, unknown>>;

  const start = (name: string, args?: readonly string[]): ChildProcess => {
    const { entrypoint = [], command = [], environment = {} } = service(name, stack);
    const child = spawn(process.execPath, [...entrypoint.slice(1), ...(args ?? command)], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: files.folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  };
  const firstLine = async (child: ChildProcess): Promise<Record<string, unknown>> => {
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    return JSON.parse(line) as Record<string, unknown>;
  };
  const run = async (name: string, args?: readonly string[]) => {
    const child = start(name, args);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode, text };
  };
  const probe = async (name: string): Promise<number> => {
    const { healthcheck, environment = {} } = service(name, stack);
    const [, , ...args] = healthcheck?.test ?? [];
    const child = spawn(process.execPath, args, { cwd: root, env: { ...environment }, stdio: 'ignore' });
    const [exitCode] = (await once(child, 'exit')) as [number];
    return exitCode;
  };

  beforeAll(async () => {
    const [arm, health, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
    const namespace = await useBareNamespace();
    ({ services: stack } = readCompose({
      'temporal:7233': process.env.TEMPORAL_ADDRESS!,
      '"TEMPORAL_NAMESPACE":"default"': `"TEMPORAL_NAMESPACE":"${namespace}"`,
      '8443': String(arm),
      '8090': String(health),
      '9464': String(metrics),
      '/var/lib/drydock': files.folder,
    }));
    ready = await firstLine(start('simulator'));
  });
  afterAll(async () => {
    for (const child of children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    files.remove();
  });

  it('gives the worker what the simulator says that its clients need', () => {
    const { environment = {} } = service('worker', stack);
    const { AZURE_FEDERATED_TOKEN_FILE: _, ...needed } = ready.env as Record<string, string>;
    expect(environment).toMatchObject(needed);
    expect(service('cli', stack).environment).toMatchObject(needed);
  });

  it('has a simulator that its own probe finds well', async () => {
    expect(await probe('simulator')).toBe(0);
  });

  it('registers the search attributes, as often as it is started', async () => {
    expect(await run('setup')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('DrydockCampaign'),
    });
    expect(await run('setup')).toMatchObject({
      exitCode: 0,
      text: 'All search attributes are already registered.\n',
    });
  });

  it('has a worker that polls, that its own probe finds well, and that carries a campaign', async () => {
    expect(await probe('worker')).toBe(1);
    const polls = await firstLine(start('worker'));
    expect(polls).toMatchObject({ kind: 'WorkerReady', taskQueue: expect.stringMatching(/^drydock-/) });
    expect(await probe('worker')).toBe(0);
    const { exitCode, text } = await run('cli');
    expect({ exitCode, text }).toMatchObject({ exitCode: 0 });
    const file = files.write('one.yaml', aSpec('', undefined, '1.36'));
    const started = await run('cli', ['start', '-f', file, '--pace', 'simulator', '--yes', '-o', 'json']);
    expect(started).toMatchObject({ exitCode: 0 });
    const listed = await run('cli', ['status', 'test', '-o', 'json']);
    expect(JSON.parse(listed.text)).toMatchObject({ kind: 'CampaignStatus', incomplete: null });
    expect(await run('cli', ['abort', 'test', '--reason', 'seen enough', '--yes'])).toMatchObject({
      exitCode: 0,
    });
  });
});
