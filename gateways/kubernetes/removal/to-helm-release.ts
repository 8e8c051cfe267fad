import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

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

/** A release that was not read, and why. */
export interface UnreadRelease {
  /** "shop/sh.helm.release.v1.web.v3" */
  readonly secret: string;
  readonly why: string;
}

/** What may still be unpacked of a cluster's releases, in bytes; each release takes its part. */
export interface Allowance {
  left: number;
}

const megabyte = 1024 * 1024;
/** A secret's megabyte can unpack to a gigabyte; what Helm installs is far smaller. */
const mostUnpacked = 8 * megabyte;
const gzip = Buffer.from([0x1f, 0x8b]);
const unpack = promisify(gunzip);

/**
 * Reads what Helm 3 and 4 store: JSON, packed, in base64 of Helm's, in base64 of the secret's. It is unpacked off the
 * main thread. Its content is never reported.
 */
export async function toHelmRelease(
  { metadata = {}, data = {} }: RawReleaseSecret,
  allowance: Allowance,
): Promise<HelmRelease | UnreadRelease> {
  const secret = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  const damaged = { secret, why: 'what Helm stored there is damaged' };
  const tooLarge = { secret, why: `the release unpacks to more than ${mostUnpacked / megabyte} MB` };
  try {
    const stored = Buffer.from(Buffer.from(data.release ?? '', 'base64').toString('latin1'), 'base64');
    const isPacked = stored.subarray(0, gzip.length).equals(gzip);
    const unpacked = isPacked ? await unpack(stored, { maxOutputLength: mostUnpacked }) : stored;
    if (unpacked.length > mostUnpacked) return tooLarge;
    allowance.left -= unpacked.length;
    const {
      name,
      namespace,
      version = 0,
      manifest = '',
      hooks,
    } = JSON.parse(unpacked.toString('utf8')) as RawRelease;
    const all = [manifest, ...(hooks ?? []).map((hook) => hook.manifest ?? '')];
    const release = { namespace: namespace ?? metadata.namespace ?? '', name: name ?? secret };
    const isSound = [...Object.values(release), ...all].every((each) => typeof each === 'string');
    if (!isSound || !Number.isInteger(version)) return damaged;
    return { ...release, revision: version, manifests: all.join('\n---\n') };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')) return damaged;
    allowance.left -= mostUnpacked;
    return tooLarge;
  }
}
