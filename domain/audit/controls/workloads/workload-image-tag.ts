import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { parseContainerImage } from '../../pod-security/pod/container-image.ts';

export const workloadImageTag: Control = {
  id: 'SB-WL-03',
  title: 'Images name their version',
  area: 'workloads',
  severity: 'medium',
  rule: 'Every image has a digest, or a tag that is not latest.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/',
  remediation: 'Name the version that was tested: as a tag, better by digest (SB-WL-04).',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const { image = '' } = container;
      const { tag, digest, repository } = parseContainerImage(image);
      if (image === '' || digest !== null || (tag !== null && tag !== 'latest')) return null;
      const reason = `image ${image} ${tag === null ? 'has no tag' : 'may be any'}`;
      return { ...failContainer(workload, container, reason), facts: [repository] };
    }),
};
