import { describe, expect, it } from 'vitest';
import { isImageByDigest, refusePrivilegedPod } from '#domain/reboot/privileged-pod.ts';
import { acknowledged, privilegedImage } from '../../builders/privileged-pod.ts';

const terms = { ...acknowledged, namespace: 'rebooting' };

describe('a pod that is root on nodes', () => {
  it.each([
    ['what the worker allows', terms, [privilegedImage], null],
    ['an image while the method is off', terms, [], 'DRYDOCK_PRIVILEGED_POD_IMAGES'],
    ['another image', { ...terms, image: 'busybox' }, [privilegedImage], 'does not allow the image busybox'],
    ['the same tag', { ...terms, image: 'registry.example/busybox' }, [privilegedImage], 'does not allow'],
    [
      'terms that no schema has seen',
      { image: privilegedImage, namespace: 'a' } as unknown as typeof terms,
      [privilegedImage],
      'does not acknowledge',
    ],
  ])('is made for %s, or refused', (_, given, allowed, refused) => {
    const found = refusePrivilegedPod(given, allowed);
    if (refused === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ kind: 'not-allowed', message: expect.stringContaining(refused) });
  });

  it.each([
    [privilegedImage, true],
    ['busybox', false],
    ['busybox:1.36', false],
    ['busybox@sha256:abc', false],
    [`a b@sha256:${'0'.repeat(64)}`, false],
    [`busybox@sha512:${'0'.repeat(64)}`, false],
  ])('%s is an image by digest: %s', (image, is) => {
    expect(isImageByDigest(image)).toBe(is);
  });
});
