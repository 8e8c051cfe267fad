import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RbacAuthorizationV1Api } from '@kubernetes/client-node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AccessQuestion, type Identity, openAuthorizer } from '#domain/audit/rbac/grants.ts';
import { readRbac } from '#domain/audit/rbac/rbac-view.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import { readServerAudit } from '#procedures/read/read-audit.ts';
import { readDefaultRoles } from '#scripts/dev/default-roles.ts';
import { anyQuestion, anyRbac, generated, namespaces } from '../../builders/any-rbac.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';

type Asked = readonly [Identity, AccessQuestion];
interface RbacObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const access = inject('controlPlane');
const seed = 20261202;
const atATime = 16;
const objects = fc.sample(anyRbac(60), { seed, numRuns: 1 })[0]! as readonly RbacObject[];
const questions: readonly Asked[] = fc.sample(anyQuestion(), { seed, numRuns: 6000 });
let bench: RealBench;

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  for (const name of namespaces) await bench.client.core.createNamespace({ body: { metadata: { name } } });
  const answers = await mapBounded(objects, atATime, (each) => {
    const { namespace } = each.metadata;
    const folder = namespace === undefined ? '' : `/namespaces/${namespace}`;
    const path = `/apis/rbac.authorization.k8s.io/v1${folder}/${each.kind.toLowerCase()}s`;
    return bench.client.post(path, each);
  });
  expect(answers.filter(({ status }) => status !== 201).map(({ text }) => text)).toEqual([]);
});
afterAll(async () => {
  if (access === null) return;
  const [labelSelector] = Object.entries(generated).map(([name, value]) => `${name}=${value}`);
  const rbac = bench.client.api(RbacAuthorizationV1Api);
  await rbac.deleteCollectionClusterRoleBinding({ labelSelector });
  await rbac.deleteCollectionClusterRole({ labelSelector });
  for (const name of namespaces) await bench.client.core.deleteNamespace({ name });
  await bench.close();
});

/** What the API server says to each. */
function reviews(): Promise<readonly boolean[]> {
  return mapBounded(questions, atATime, async ([{ user, groups }, question]) => {
    const attributes =
      'path' in question ? { nonResourceAttributes: question } : { resourceAttributes: question };
    const { status, text } = await bench.client.post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups: [...groups], ...attributes },
    });
    if (status !== 201) throw new Error(text);
    return (JSON.parse(text) as { readonly status: { readonly allowed: boolean } }).status.allowed;
  });
}

async function liveObjects() {
  const signal = AbortSignal.timeout(60_000);
  return (await readServerAudit(openAuditClient((call) => call(bench.client), signal))).objects;
}

function answers(from: Parameters<typeof readRbac>[0]): readonly boolean[] {
  const allows = openAuthorizer(readRbac(from).rbac);
  return questions.map(([who, question]) => allows(who, question));
}

function differences(asked: readonly Asked[], ours: readonly boolean[], said: readonly boolean[]) {
  return asked.flatMap(([{ user }, question], at) =>
    ours[at] === said[at] ? [] : [`${user} ${JSON.stringify(question)}: ${said[at]}, not ${ours[at]}`],
  );
}

const given = () => objects.map((each) => ({ ...each }));

describe.skipIf(access === null)('who may do what', () => {
  it('is what the API server says of six thousand questions: by files alone, and by what an audit reads', async () => {
    const ofFiles = answers(given());
    const ofServer = await untilPasses(async () => {
      const said = await reviews();
      expect(differences(questions, ofFiles, said)).toEqual([]);
      return said;
    }, 60_000);
    expect(differences(questions, await reviews(), ofServer)).toEqual([]);
    expect(differences(questions, answers(await liveObjects()), ofServer)).toEqual([]);
    const allowed = ofServer.filter((each) => each).length / questions.length;
    expect(allowed).toBeGreaterThan(0.2);
    expect(allowed).toBeLessThan(0.8);
  });

  it('is what kubectl auth can-i --as says', async () => {
    const files = openTemporaryFiles();
    const asked = questions.filter(isForKubectl).slice(0, 60);
    const allows = openAuthorizer(readRbac(given()).rbac);
    const config = [
      `--kubeconfig=${files.write('config', access!.kubeconfig)}`,
      `--cache-dir=${files.folder}/cache`,
    ];
    const said = await mapBounded(asked, 2, (each) => canI([...config, ...kubectlArgs(each)]));
    files.remove();
    const ours = asked.map(([who, question]) => allows(who, question));
    expect(differences(asked, ours, said)).toEqual([]);
    expect(new Set(said)).toEqual(new Set([true, false]));
  });

  it('starts from the roles that this API server makes', async () => {
    const kept = join(import.meta.dirname, '../../../domain/audit/rbac/default-roles.json');
    expect(await readDefaultRoles(access!.kubeconfig)).toBe(readFileSync(kept, 'utf8'));
  });
});

/** It looks resources up by what the server has, and only who is signed in may look. */
function isForKubectl([{ user }, question]: Asked): boolean {
  if (user === 'system:anonymous') return false;
  return 'path' in question || question.group === (question.resource === 'deployments' ? 'apps' : '');
}

function kubectlArgs([{ user, groups }, question]: Asked): readonly string[] {
  const as = [`--as=${user}`, ...groups.map((each) => `--as-group=${each}`)];
  if ('path' in question) return ['auth', 'can-i', question.verb, question.path, ...as];
  const { verb, group, resource, subresource = '', name = '', namespace = '' } = question;
  const type = group === '' ? resource : `${resource}.${group}`;
  const scope = namespace === '' ? ['--all-namespaces'] : [`--namespace=${namespace}`];
  return [
    'auth',
    'can-i',
    verb,
    name === '' ? type : `${type}/${name}`,
    `--subresource=${subresource}`,
    ...scope,
    ...as,
  ];
}

function canI(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(access!.kubectl, args, (error, stdout, stderr) => {
      const said = stdout.trim().split(' ')[0];
      if (said === 'yes' || said === 'no') resolve(said === 'yes');
      else reject(new Error(`${args.join(' ')}: ${stdout}${stderr}`, { cause: error }));
    });
  });
}
