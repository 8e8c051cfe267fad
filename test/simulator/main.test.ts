import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ClientSecretCredential, WorkloadIdentityCredential } from '@azure/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSimulator, startSimulator } from '../processes/simulator-process.ts';
import { armClientFor, credentialFor } from '../simulated/simulator-clients.ts';

const root = join(import.meta.dirname, '..', '..');

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'simulator/main.ts'), ...args]);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, out, err };
}

describe('the command line', () => {
  it.each([
    { args: ['--port', 'http'], code: 64, says: /--port expects a number/ },
    { args: ['--speed', '0'], code: 64, says: /--speed expects a number above 0/ },
    { args: ['--seed', '1.5'], code: 64, says: /--seed expects a whole number/ },
    { args: ['--colour'], code: 64, says: /colour/ },
    { args: ['--speed', '-3'], code: 64, says: /--speed expects a number above 0, got "-3"/ },
    {
      args: ['--scenario', 'no-such-fleet'],
      code: 65,
      says: /no scenario "no-such-fleet"\n {2}next: there are .*edge-cases, .*small, .*two-stages/,
    },
    { args: ['--scenario', './nowhere.yaml'], code: 65, says: /nowhere\.yaml: there is no such file/ },
    {
      args: ['--print-env', '--port', '1'],
      code: 69,
      says: /no simulator answers on port 1 .*\n.*drydock simulate/,
    },
    { args: ['--port', '0', '--dir', '/proc/x'], code: 1, says: /cannot go to \/proc\/x: .*\n.*--dir/ },
    { args: ['--port', '0', '--state', '/proc/x'], code: 1, says: /kept in \/proc\/x: .*\n.*--state/ },
  ])('$args ends with $code and says why, and what to do', async ({ args, code, says }) => {
    const result = await run(...args);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toMatch(says);
    expect(result.err).toMatch(/^error: .+\n {2}next: .+\n$/);
  });

  it('a taken port ends with 69 and says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, err } = await run('--scenario', 'small', '--port', String(port));
    other.close();
    expect([code, err.trim()]).toEqual([
      69,
      `error: port ${port} on 127.0.0.1 is taken\n  next: choose another with --port, or --port 0`,
    ]);
  });

  it('a broken fleet file ends with 65 and its place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    const file = join(folder, 'fleet.yaml');
    writeFileSync(
      file,
      'apiVersion: drydock.dev/v1\nkind: Fleet\nmetadata: { name: x }\nspec: { start: now }\n',
    );
    const { code, err } = await run('--scenario', file);
    rmSync(folder, { recursive: true });
    expect(code).toBe(65);
    expect(err).toContain(`${file}:4:16  spec.start`);
  });

  it('--schema prints the JSON Schema of the fleet file', async () => {
    const { code, out } = await run('--schema');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
    });
  });
});

describe('a running simulator', () => {
  let simulator: RunningSimulator;
  beforeAll(async () => {
    simulator = await startSimulator('small', ['--speed', '60', '--seed', '7']);
  });
  afterAll(() => simulator.stop());

  it('hands out files for the owner alone', () => {
    const { caFile, clusters, env } = simulator.ready;
    for (const file of [caFile, clusters[0]?.kubeconfigFile ?? '', env.AZURE_FEDERATED_TOKEN_FILE ?? '']) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('ends the files of text with a newline, so that cat makes a bundle of them', () => {
    const { caFile, clusters } = simulator.ready;
    for (const file of [caFile, ...clusters.map(({ kubeconfigFile }) => kubeconfigFile)])
      expect(readFileSync(file, 'utf8')).toMatch(/[^\n]\n$/);
  });

  it('exports to a shell what clients need', () => {
    const port = new URL(simulator.ready.url).port;
    const printed = `eval "$('${process.execPath}' simulator/main.ts --print-env --port ${port})"`;
    const out = execFileSync('sh', [
      '-c',
      `${printed}; '${process.execPath}' -p 'JSON.stringify(process.env)'`,
    ]);
    const { env, toolEnv, caFile, clusters } = simulator.ready;
    const exported = JSON.parse(out.toString()) as Record<string, string>;
    expect(exported).toMatchObject(env);
    const { ARM_CLOUD_METADATA_URL: _, ...tools } = toolEnv;
    expect(exported).toMatchObject(tools);
    expect(tools.KUBECONFIG?.split(':')).toEqual(clusters.map(({ kubeconfigFile }) => kubeconfigFile));
    // In place of a tool's own roots: what is public stays trusted.
    for (const name of ['REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE']) {
      const bundle = readFileSync(tools[name] ?? '', 'utf8');
      expect(bundle).toContain(readFileSync(caFile, 'utf8').trim());
      expect(bundle.match(/BEGIN CERTIFICATE/g)!.length).toBeGreaterThan(100);
    }
  });

  it('has an authority that may sign certificates and nothing else', () => {
    const authority = new X509Certificate(readFileSync(simulator.ready.caFile));
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
  });

  it('shows its clock without authentication', async () => {
    const { text: body } = await simulator.ask('/_simulator/clock');
    expect(JSON.parse(body)).toMatchObject({
      id: simulator.ready.clock.id,
      speed: 60,
      virtualEpoch: '2026-06-05T08:00:00.000Z',
    });
  });

  it('names the origin by which the client came in as issuer', async () => {
    const tenant = simulator.ready.env.AZURE_TENANT_ID ?? '';
    const { port } = new URL(simulator.ready.url);
    const path = `/${tenant}/v2.0/.well-known/openid-configuration`;
    const { text: body } = await simulator.ask(path, { headers: { host: `localhost:${port}` } });
    expect((JSON.parse(body) as { issuer: string }).issuer).toBe(`https://localhost:${port}/${tenant}/v2.0`);
  });

  it('lets in a client secret and a federated token, and no wrong secret', async () => {
    const scope = 'https://management.azure.com/.default';
    const { env, caFile } = simulator.ready;
    const options = {
      authorityHost: env.AZURE_AUTHORITY_HOST ?? '',
      disableInstanceDiscovery: true,
      tlsOptions: { ca: readFileSync(caFile, 'utf8') },
    };
    const identity = { tenantId: env.AZURE_TENANT_ID ?? '', clientId: env.AZURE_CLIENT_ID ?? '' };
    const federated = new WorkloadIdentityCredential({
      ...options,
      ...identity,
      tokenFilePath: env.AZURE_FEDERATED_TOKEN_FILE ?? '',
    });
    for (const credential of [credentialFor(simulator), federated])
      expect(audienceOf((await credential.getToken(scope)).token)).toBe('https://management.azure.com');
    const wrong = new ClientSecretCredential(identity.tenantId, identity.clientId, 'wrong', options);
    await expect(wrong.getToken(scope)).rejects.toThrow(/AADSTS7000215/);
  });

  it.each(['', 'Bearer a.b.c'])('refuses ARM requests with authorization "%s"', async (authorization) => {
    const answer = await simulator.ask('/subscriptions?api-version=2026-04-01', {
      headers: { authorization },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  it.each([
    { path: '//metadata/endpoints?api-version=2022-09-01', isList: false },
    { path: '/metadata/endpoints?api-version=2019-05-01', isList: true },
  ])('describes its cloud at $path', async ({ path, isList }) => {
    const body: unknown = JSON.parse((await simulator.ask(path)).text);
    expect(Array.isArray(body)).toBe(isList);
    expect(isList ? (body as object[])[0] : body).toMatchObject({
      resourceManager: simulator.ready.url,
      suffixes: {},
    });
  });

  it.each([
    { version: undefined, status: 400, code: 'MissingApiVersionParameter' },
    { version: 'latest', status: 400, code: 'InvalidApiVersionParameter' },
    { version: '2024-01-01', status: 400, code: 'InvalidResourceType' },
    { version: '2025-10-01', status: 200, code: undefined },
    { version: '2031-01-01', status: 200, code: undefined },
    { version: '2026-06-02-preview', status: 200, code: undefined },
  ])('api-version $version answers $status', async ({ version, status, code }) => {
    const { token } = await credentialFor(simulator).getToken('https://management.azure.com/.default');
    const path = `/SUBSCRIPTIONS/${simulator.ready.subscriptions[0]}/providers/microsoft.containerservice/managedclusters`;
    const query = version === undefined ? '' : `?api-version=${version}`;
    const answer = await simulator.ask(path + query, { headers: { authorization: `Bearer ${token}` } });
    const { error } = JSON.parse(answer.text) as { error?: { code: string } };
    expect([answer.status, error?.code]).toEqual([status, code]);
  });

  it.each([
    { audience: '6dae42f8-4368-4678-94ff-3960e28e3630', status: 200 },
    { audience: 'https://management.azure.com', status: 401 },
  ])('Kubernetes answers a token for $audience with $status', async ({ audience, status }) => {
    const { token } = await credentialFor(simulator).getToken(`${audience}/.default`);
    const path = `/k8s/${simulator.ready.subscriptions[0]}/rg-one/aks-one-weu/api/v1/nodes`;
    expect((await simulator.ask(path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      status,
    );
  });

  it('challenges a token, and the unmodified client comes back with a new one', async () => {
    await simulator.addFault({ kind: 'challenge' });
    const { name } = await armClientFor(simulator).managedClusters.get('rg-one', 'aks-one-weu');
    expect(name).toBe('aks-one-weu');
    const reads = (await simulator.ledger(true)).filter(({ path }) => path.endsWith('/aks-one-weu'));
    expect(reads.slice(-2).map(({ status }) => status)).toEqual([401, 200]);
  });

  it('loses an answer after the request has acted, and cuts one off before it acts', async () => {
    const { agentPools } = armClientFor(simulator);
    const pool = await agentPools.get('rg-one', 'aks-one-weu', 'system');
    for (const kind of ['reset', 'lost-answer']) {
      await simulator.addFault({ kind, match: { method: 'PUT' } });
      const put = agentPools.createOrUpdate('rg-one', 'aks-one-weu', 'system', {
        ...pool,
        nodeLabels: { [kind]: 'yes' },
      });
      await expect(put).rejects.toMatchObject({ code: 'ECONNRESET' });
    }
    const { nodeLabels } = await agentPools.get('rg-one', 'aks-one-weu', 'system');
    expect(nodeLabels).toEqual({ 'lost-answer': 'yes' });
    const changes = (await simulator.ledger()).map(({ status, operation }) => [status, operation?.kind]);
    expect(changes).toEqual([
      [0, undefined],
      [200, 'settings'],
    ]);
  });

  it('is gone with exit code 0 at SIGTERM', async () => {
    const another = await startSimulator('edge-cases');
    expect(another.ready.clusters.length).toBeGreaterThan(5);
    expect(await another.stop()).toBe(0);
  });
});

function audienceOf(token: string): unknown {
  const [, claims = ''] = token.split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud?: unknown }).aud;
}
