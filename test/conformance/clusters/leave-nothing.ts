import { afterAll, inject } from 'vitest';
import { untilPasses } from './until-passes.ts';
import { openWire, type Wire } from './wire.ts';

const access = inject('controlPlane');
const registration = '/apis/admissionregistration.k8s.io/v1';
/** Of the whole cluster, and made by tests alone. */
const collections = [
  '/api/v1/nodes',
  `${registration}/validatingadmissionpolicybindings`,
  `${registration}/validatingadmissionpolicies`,
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
];
const ofKubernetes = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

interface List {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

async function namesIn(wire: Wire, collection: string): Promise<readonly string[]> {
  const { body } = await wire.ask(collection);
  return (body as List).items.map(({ metadata }) => metadata.name);
}

/** Pods would keep it for minutes: of nodes that are gone, with grace, or with finalizers that nothing removes. */
async function removeNamespace(wire: Wire, name: string): Promise<void> {
  const namespace = `/api/v1/namespaces/${name}`;
  await wire.ask(namespace, { method: 'DELETE' });
  for (const pod of await namesIn(wire, `${namespace}/pods`))
    await wire.ask(`${namespace}/pods/${pod}`, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
    });
  await wire.ask(`${namespace}/pods?gracePeriodSeconds=0`, { method: 'DELETE' });
}

/** Names that a file leaves would be objects of the next one: files share one API server. */
afterAll(async () => {
  if (access === null) return;
  const wire = openWire(access.kubeconfig);
  const leftOver = async () =>
    (await namesIn(wire, '/api/v1/namespaces')).filter((name) => !ofKubernetes.includes(name));
  for (const name of await leftOver()) await removeNamespace(wire, name);
  for (const collection of collections) await wire.ask(collection, { method: 'DELETE' });
  await untilPasses(async () => {
    const left = (await Promise.all([leftOver(), ...collections.map((each) => namesIn(wire, each))])).flat();
    if (left.length > 0) throw new Error(`left on the API server: ${left.join(', ')}`);
  }, 90_000);
  wire.close();
});
