import { type Failure, failure } from '../failure.ts';
import type { PrivilegedPodTerms } from './reboot-terms.ts';

/** Names an image by its content: a tag may be moved. */
export function isImageByDigest(image: string): boolean {
  return /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image);
}

/**
 * Why the pod that is root on nodes must not be made; null: it may. `allowed`: images by digest, of the worker's environment. A
 * campaign alone cannot switch the method on, nor choose what runs as root.
 */
export function refusePrivilegedPod(
  { image, acknowledge }: PrivilegedPodTerms,
  allowed: readonly string[],
): Failure | null {
  if (acknowledge !== 'RootOnNodes')
    return refusal('The campaign does not acknowledge that the pod is root on nodes (RootOnNodes).');
  if (allowed.includes(image)) return null;
  return refusal(
    `The worker does not allow the image ${image} for a pod that is root on nodes; set DRYDOCK_PRIVILEGED_POD_IMAGES of the worker to its digest, restart the worker, then retry, or skip.`,
  );
}

function refusal(why: string): Failure {
  return failure('not-allowed', why, { isAdvised: true });
}
