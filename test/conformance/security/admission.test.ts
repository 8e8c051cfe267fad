import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createServerCertificate } from '#simulator/access/certificate.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { untilPasses } from '../clusters/until-passes.ts';
import { type DrainPlace, openPlace } from '../drain/drain-bench.ts';

const access = inject('controlPlane');
let bench: RealBench;

beforeAll(async () => {
  if (access !== null) bench = await openRealBench(access);
});
afterAll(() => bench?.close());

const registration = '/apis/admissionregistration.k8s.io/v1';
/** Every eviction, and nothing else. */
const evictions = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods/eviction'],
};

async function make(path: string, object: object): Promise<void> {
  const { status, text } = await bench.client.post(path, object);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
}

const here = ({ namespace }: DrainPlace) => ({
  matchLabels: { 'kubernetes.io/metadata.name': namespace },
});

/** A webhook of this name that is asked about evictions in this place. */
function webhook(place: DrainPlace, url: string, authority: string): Promise<void> {
  return make(`${registration}/validatingwebhookconfigurations`, {
    metadata: { name: place.namespace },
    webhooks: [
      {
        name: 'guard.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 5,
        namespaceSelector: here(place),
        rules: [evictions],
        clientConfig: { url, caBundle: Buffer.from(authority).toString('base64') },
      },
    ],
  });
}

/** A policy of this name that lets nothing be evicted in this place. */
async function policy(place: DrainPlace): Promise<void> {
  const name = place.namespace;
  await make(`${registration}/validatingadmissionpolicies`, {
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { namespaceSelector: here(place), resourceRules: [evictions] },
      validations: [{ expression: 'false', message: 'not before Monday' }],
    },
  });
  await make(`${registration}/validatingadmissionpolicybindings`, {
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
}

interface Guard {
  readonly url: string;
  readonly authority: string;
  /** Whether each eviction that it was asked about was only tried. */
  readonly asked: boolean[];
  readonly close: () => Promise<void>;
}

/** An admission webhook on the loopback interface that denies what it is asked about, in these words. */
async function openGuard(words: string): Promise<Guard> {
  const { authority, certificate, key } = await createServerCertificate();
  const asked: boolean[] = [];
  const answer = async (question: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { request } = (await json(question)) as {
      readonly request: { readonly uid: string; readonly dryRun?: boolean };
    };
    asked.push(request.dryRun === true);
    const denial = { uid: request.uid, allowed: false, status: { code: 403, message: words } };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: denial }),
    );
  };
  const server = createServer({ cert: certificate, key }, (question, response) => {
    void answer(question, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/`,
    authority,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The API server takes notice of a webhook or policy a moment after it was made: tried until it does. */
function untilItHolds(place: DrainPlace, by: string): Promise<void> {
  return untilPasses(async () => {
    const report = await place.drain({ force: true, isDryRun: true });
    expect(report.pods).toMatchObject([{ blockedBy: by }]);
  });
}

/** The simulator asks no webhook (docs/simulator.md): these words are the real one's alone. */
describe.skipIf(access === null)('an eviction that admission does not let pass', () => {
  it('names the webhook that denies it, also where it is only tried (R4)', async () => {
    const place = await openPlace(bench, 'denied');
    await place.pod('web');
    const guard = await openGuard('the database moves first');
    await webhook(place, guard.url, guard.authority);
    await untilItHolds(place, 'webhook guard.example.com');
    expect(guard.asked).toContain(true);
    expect(guard.asked).not.toContain(false);
    const report = await place.drain({ force: true, timeoutMs: 8_000 });
    await guard.close();
    expect(report).toMatchObject({
      outcome: 'timed-out',
      told: ['web blocked'],
      pods: [{ blockedBy: 'webhook guard.example.com' }],
    });
    expect(report.evictions.every((each) => each === 'web 403')).toBe(true);
  });

  it('names the webhook without a server', async () => {
    const place = await openPlace(bench, 'silent');
    await place.pod('web');
    const { url, authority, close } = await openGuard('never said');
    await close();
    await webhook(place, url, authority);
    await untilItHolds(place, 'webhook guard.example.com');
    const report = await place.drain({ force: true, timeoutMs: 4_000 });
    expect(report).toMatchObject({ outcome: 'timed-out', told: ['web blocked'] });
    expect(report.evictions.every((each) => each === 'web 500')).toBe(true);
  });

  it('names the policy that denies it', async () => {
    const place = await openPlace(bench, 'forbidden');
    await place.pod('web');
    await policy(place);
    await untilItHolds(place, 'policy forbidden');
    const report = await place.drain({ force: true, timeoutMs: 4_000 });
    expect(report).toMatchObject({ outcome: 'timed-out', told: ['web blocked'] });
    expect(report.evictions.every((each) => each === 'web 422')).toBe(true);
  });
});
