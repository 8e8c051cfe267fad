import { gzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { resources } from './resource-catalogue.ts';

export const helmReleaseSchema = z.strictObject({
  namespace: z.string().default('default'),
  name: z.string(),
  revision: z.int().min(1).default(1),
  manifest: z.string().describe('what Helm applied: YAML documents, in whichever API versions the chart has'),
});

export type HelmRelease = z.output<typeof helmReleaseSchema>;

/** The secret in which Helm 3 and 4 remember a revision: JSON, packed, in base64, and once more as a secret's data. */
export function releaseSecret({ namespace, name, revision, manifest }: HelmRelease): object {
  const status = 'deployed';
  const stored = { name, namespace, version: revision, manifest, hooks: [], info: { status } };
  const packed = gzipSync(JSON.stringify(stored)).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      namespace,
      name: `sh.helm.release.v1.${name}.v${revision}`,
      labels: { owner: 'helm', name, status, version: String(revision) },
    },
    data: { release: Buffer.from(packed).toString('base64') },
  };
}

const applied = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});

/**
 * The objects that Helm made of a release, as far as the simulator has their kinds, with Helm among their writers, through the
 * API version of the chart. `time`: RFC 3339.
 */
export function releaseObjects({ namespace, manifest }: HelmRelease, time: string): readonly object[] {
  const documents = parseAllDocuments(manifest);
  return ('empty' in documents ? [] : documents).flatMap((document) => {
    const read = applied.safeParse(document.toJS());
    const resource = resources.find(({ kind }) => kind === read.data?.kind);
    if (!read.success || resource === undefined) return [];
    const { metadata, apiVersion } = read.data;
    const write = {
      manager: 'helm',
      operation: 'Update',
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: {},
    };
    const place = resource.namespaced ? { namespace: metadata.namespace ?? namespace } : {};
    return [{ ...read.data, metadata: { ...metadata, ...place, managedFields: [write] } }];
  });
}
