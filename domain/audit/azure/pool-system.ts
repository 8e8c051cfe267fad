import { parseVersion } from '../../version/kubernetes-version.ts';
import { newestKnownMinorOfSystems, type OsSupport, osSupportOf } from '../../version/os-support.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import type { ArmResource } from './arm-view.ts';

/** The operating system of a pool's nodes; null: it has no end of its own. */
export function systemOf({ fields }: ArmResource): OsSupport | null {
  return osSupportOf(textOf(fields('osSKU')), textOf(fields('nodeImageVersion')));
}

/** Why nodes of the pool cannot be made at a minor of Kubernetes 1; null: they can, as far as is known. */
export function whyNotOffered(pool: ArmResource, minor: number, now: number): string | null {
  const system = systemOf(pool);
  if (system === null) return null;
  const { name, from, upTo, imagesEnd } = system;
  if (imagesEnd <= now) return `Azure no longer publishes images of ${name}`;
  if (upTo !== null && minor > minorOf(upTo)) return `${name} is supported up to Kubernetes ${upTo}`;
  return from !== null && minor < minorOf(from) ? `${name} is supported from Kubernetes ${from} on` : null;
}

/** Why no one can say whether they can; null: it can be said. A system with a last minor is known as far as that. */
export function whyOfferUnknown(pool: ArmResource, minor: number): string | null {
  const last = systemOf(pool)?.upTo ?? null;
  const known = Math.max(newestKnownMinorOfSystems, last === null ? 0 : minorOf(last));
  return minor <= known ? null : `Drydock knows what AKS offers up to 1.${known}`;
}

function minorOf(version: string): number {
  return parseVersion(version)?.minor ?? Number.NaN;
}
