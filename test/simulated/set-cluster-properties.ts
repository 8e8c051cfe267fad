import type { Simulator } from './simulator.ts';
import { credentialFor } from './simulator-clients.ts';

/** Someone with the right to change the cluster in Azure writes these properties; the others stay. */
export async function setClusterProperties(
  simulator: Simulator,
  cluster: string,
  properties: object,
): Promise<void> {
  const { resourceId } = simulator.ready.clusters.find(({ name }) => name === cluster)!;
  const { token } = await credentialFor(simulator).getToken('https://management.azure.com/.default');
  const path = `${resourceId}?api-version=2026-04-01`;
  const headers = { authorization: `Bearer ${token}` };
  const { text } = await simulator.ask(path, { headers });
  const document = JSON.parse(text) as { readonly properties: object };
  const body = { ...document, properties: { ...document.properties, ...properties } };
  const answer = await simulator.ask(path, { method: 'PUT', headers, body });
  if (answer.status >= 300) throw new Error(answer.text);
}
