import { gunzipSync } from 'node:zlib';

/** What Helm remembers of a release that is installed. */
export interface HelmRelease {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  /** As they were applied, hooks included: documents of one text. */
  readonly manifests: string;
}

export interface RawReleaseSecret {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly data?: { readonly release?: string };
}

interface RawRelease {
  readonly name?: string;
  readonly namespace?: string;
  readonly version?: number;
  readonly manifest?: string;
  readonly hooks?: readonly { readonly manifest?: string }[] | null;
}

/** A release is at most a secret's megabyte, which holds no more than this of text. */
const mostBytes = 64 * 1024 * 1024;
const gzip = Buffer.from([0x1f, 0x8b]);

/**
 * Reads what Helm 3 and 4 store: JSON, packed, in base64 of Helm's, in base64 of the secret's. The name of the secret where it is
 * damaged; its content is never reported.
 */
export function toHelmRelease({ metadata = {}, data = {} }: RawReleaseSecret): HelmRelease | string {
  const secret = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  try {
    const stored = Buffer.from(Buffer.from(data.release ?? '', 'base64').toString('latin1'), 'base64');
    const isPacked = stored.subarray(0, gzip.length).equals(gzip);
    const text = (isPacked ? gunzipSync(stored, { maxOutputLength: mostBytes }) : stored).toString('utf8');
    const { name, namespace, version = 0, manifest = '', hooks } = JSON.parse(text) as RawRelease;
    const all = [manifest, ...(hooks ?? []).map((hook) => hook.manifest ?? '')];
    const release = { namespace: namespace ?? metadata.namespace ?? '', name: name ?? secret };
    const isSound = [...Object.values(release), ...all].every((each) => typeof each === 'string');
    if (!isSound || !Number.isInteger(version)) return secret;
    return { ...release, revision: version, manifests: all.join('\n---\n') };
  } catch {
    return secret;
  }
}
