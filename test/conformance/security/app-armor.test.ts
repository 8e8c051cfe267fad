import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { judged } from '../../builders/an-audited-cluster.ts';
import { servedPod } from '../../builders/served-pods.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';

const access = inject('controlPlane');
let bench: RealBench;
const namespace = 'app-armor';

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  await bench.client.core.createNamespace({ body: { metadata: { name: namespace } } });
});
afterAll(() => bench?.close());

const appArmorProfile = (type: string) => ({ appArmorProfile: { type } });
const fields = {
  'no field': {},
  "the pod's RuntimeDefault": { podContext: appArmorProfile('RuntimeDefault') },
  "the pod's Unconfined": { podContext: appArmorProfile('Unconfined') },
  "the container's RuntimeDefault": { context: appArmorProfile('RuntimeDefault') },
  "the container's Unconfined": { context: appArmorProfile('Unconfined') },
};
const values = [null, '', 'runtime/default', 'localhost/p', 'localhost/', 'unconfined', 'odd'];

type Fields = Readonly<Record<string, unknown>>;

describe.skipIf(access === null)('AppArmor as a real API server sees it', () => {
  const cases = Object.entries(fields).flatMap(([name, given]) =>
    values.map((value) => ({ name, given, value })),
  );

  it.each(cases)(
    'is judged alike before and after: annotation $value beside $name',
    async ({ given, value }) => {
      const key = 'container.apparmor.security.beta.kubernetes.io/main';
      const sent = servedPod({ ...given, ...(value !== null && { annotations: { [key]: value } }) });
      const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
      const { status, text } = await bench.client.post(path, sent);
      const statusOf = (object: Fields) => judged('SB-LSM-01', { objects: [object] }).status;
      if (status !== 201) {
        expect(text).toMatch(/annotation and field must match|invalid AppArmor profile name/);
        if (text.includes('invalid AppArmor profile name') && !('context' in given))
          expect(statusOf(sent)).toBe('FAIL');
        return;
      }
      const { spec } = JSON.parse(text) as { readonly spec: Fields };
      const without = { ...sent, metadata: { name: 'web' }, spec };
      expect(statusOf(sent) === 'FAIL' ? 'FAIL' : 'PASS').toBe(statusOf(without));
    },
  );
});
