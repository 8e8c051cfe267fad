import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { parseContainerImage } from '../../pod-security/pod/container-image.ts';

export const workloadPullPolicy: Control = {
  id: 'SB-WL-05',
  title: 'Images are pulled with the rights of their pod',
  area: 'workloads',
  severity: 'low',
  rule: 'imagePullPolicy is Always, also by default, or the image has a digest.',
  source: 'https://kubernetes.io/docs/concepts/containers/images/',
  remediation:
    'Set imagePullPolicy: Always: without it a pod runs whatever image of that name its node has, without showing its own credentials.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const { image = '', imagePullPolicy } = container;
      const { tag, digest, repository } = parseContainerImage(image);
      const usual = tag === null || tag === 'latest' ? 'Always' : 'IfNotPresent';
      const policy = imagePullPolicy ?? usual;
      if (image === '' || digest !== null || policy === 'Always') return null;
      const reason = `imagePullPolicy is ${policy} for image ${image}`;
      return { ...failContainer(workload, container, reason), facts: [repository] };
    }),
};
