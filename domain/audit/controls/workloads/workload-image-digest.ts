import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { parseContainerImage } from '../../pod-security/pod/container-image.ts';

export const workloadImageDigest: Control = {
  id: 'SB-WL-04',
  title: 'Images are pinned by digest',
  area: 'workloads',
  severity: 'low',
  rule: 'Every image has a digest.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/',
  remediation: 'Append the digest: NAME:TAG@sha256:...',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const { image = '' } = container;
      const { digest, repository } = parseContainerImage(image);
      return image === '' || digest !== null
        ? null
        : { ...failContainer(workload, container, `image ${image} has no digest`), facts: [repository] };
    }),
};
