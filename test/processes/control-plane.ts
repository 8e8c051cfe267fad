import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { freePort } from '#cli/process/free-port.ts';
import { createServerCertificate } from '#simulator/access/certificate.ts';
import {
  apiServerFlags,
  type ControlPlanePlan,
  controllerManagerFlags,
  etcdFlags,
  type Flags,
  kwokFlags,
  schedulerFlags,
} from './control-plane-flags.ts';
import { type GuardedProgram, startGuardedProgram } from './guarded-program.ts';
import type { KubernetesProgram, KubernetesPrograms } from './kubernetes-programs.ts';
import { openTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

const startWithinMs = 90_000;
const lookEveryMs = 100;
const stagesFile = join(import.meta.dirname, '..', 'conformance', 'stages.yaml');

/** How to reach a running control plane: plain data, so that one process can hand it to another. */
export interface ControlPlaneAccess {
  /** Kubeconfig texts, with tokens: of one who may do everything, and of one who may do nothing. */
  readonly kubeconfig: string;
  readonly strangersKubeconfig: string;
  /** The path of a kubectl of the same version. */
  readonly kubectl: string;
}

export interface ControlPlane extends ControlPlaneAccess {
  readonly stop: () => Promise<void>;
}

/**
 * Starts etcd, the API server, the controller manager, the scheduler and kwok (in the place of kubelets) on free ports
 * of the loopback interface, and waits until they work. There are no nodes yet. Throws with the last words of
 * whichever did not come up.
 */
export async function startControlPlane(programs: KubernetesPrograms): Promise<ControlPlane> {
  const files = openTemporaryFiles();
  const running: GuardedProgram[] = [];
  const stop = async () => {
    for (const program of running.toReversed()) await program.stop();
    files.remove();
  };
  const start = (name: KubernetesProgram, flags: Flags) => {
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    const program = startGuardedProgram(programs.path(name), args);
    running.push(program);
    return failWhenEnded(name, program);
  };
  try {
    const { plan, authority, kubeconfigOf, adminToken } = await prepare(files);
    const isUp = (port: number, token?: string) => () => answersOk({ port, authority, token });
    const first = [start('etcd', etcdFlags(plan))];
    await Promise.race([giveAPast(plan.ports.etcd), ...first]);
    first.push(start('kube-apiserver', apiServerFlags(plan)));
    await Promise.race([untilTrue(isUp(plan.ports.apiServer, adminToken)), ...first]);
    const second = [
      start('kube-controller-manager', controllerManagerFlags(plan)),
      start('kube-scheduler', schedulerFlags(plan)),
      start('kwok', kwokFlags(plan, stagesFile)),
    ];
    await Promise.race([untilTrue(isUp(plan.ports.scheduler)), ...first, ...second]);
    return {
      kubeconfig: kubeconfigOf('admin'),
      strangersKubeconfig: kubeconfigOf('stranger'),
      kubectl: programs.path('kubectl'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ports, keys, certificates, tokens: written down where the programs find them. */
async function prepare(files: TemporaryFiles) {
  const ports = {
    etcd: await freePort(),
    etcdPeer: await freePort(),
    apiServer: await freePort(),
    controllerManager: await freePort(),
    scheduler: await freePort(),
  };
  const tokens = { admin: randomUUID(), stranger: randomUUID() };
  const { authority, certificate, key } = await createServerCertificate();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const server = `https://127.0.0.1:${ports.apiServer}`;
  const kubeconfigOf = (user: keyof typeof tokens) => kubeconfig(server, authority, user, tokens[user]);
  const people = [`${tokens.admin},admin,admin,"system:masters"`, `${tokens.stranger},stranger,stranger`];
  const plan: ControlPlanePlan = {
    folder: files.folder,
    ports,
    kubeconfigFile: files.write('kubeconfig.json', kubeconfigOf('admin')),
    tokenFile: files.write('tokens.csv', `${people.join('\n')}\n`),
    certificateFile: files.write('serving.crt', certificate),
    keyFile: files.write('serving.key', key),
    signingKeyFile: files.write('service-accounts.key', privateKey),
    verifyingKeyFile: files.write('service-accounts.pub', publicKey),
  };
  return { plan, authority, kubeconfigOf, adminToken: tokens.admin };
}

/** So that there are moments before the server's time: anyone who asks for one gets the answer that it has expired. */
async function giveAPast(etcdPort: number): Promise<void> {
  const call = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${etcdPort}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const write = () =>
    call('put', { key: Buffer.from('past').toString('base64'), value: '' }).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilTrue(write);
  await write();
  await call('compaction', { revision: 3 });
}

function kubeconfig(server: string, authority: string, user: string, token: string): string {
  const certificate = Buffer.from(authority).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'conformance',
    contexts: [{ name: 'conformance', context: { cluster: 'conformance', user } }],
    clusters: [{ name: 'conformance', cluster: { server, 'certificate-authority-data': certificate } }],
    users: [{ name: user, user: { token } }],
  });
}

/** Rejects when the program ends; a caller that no longer waits is not notified. */
function failWhenEnded(name: string, program: GuardedProgram): Promise<never> {
  const failed = program.ended.then(({ code, signal }): never => {
    throw new Error(`${name} ended with ${code ?? signal}: ${program.lastWords()}`);
  });
  failed.catch(() => undefined);
  return failed;
}

async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + startWithinMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`no control plane within ${startWithinMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

interface ApiServerAccess {
  readonly port: number;
  readonly authority: string;
  readonly token: string | undefined;
}

function answersOk({ port, authority, token }: ApiServerAccess): Promise<boolean> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const agent = new Agent({ ca: authority });
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path: '/readyz', agent, headers });
    sent.once('error', () => resolve(false));
    sent.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sent.end();
  });
}
