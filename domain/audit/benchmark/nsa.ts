import { type Benchmark, judged, skipped } from './benchmark.ts';
import { noQuotas, onlyMetadata } from './partly.ts';

export const nsa: Benchmark = {
  id: 'nsa',
  title: 'NSA/CISA Kubernetes Hardening Guidance 1.2',
  source:
    'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
  scope: 'Every section that asks for something. The guidance has no numbers: the ids are ours.',
  items: [
    judged('pods.non-root', '"Non-root" containers and "rootless" container engines', 'POD-03 LSM-04'),
    judged('pods.immutable', 'Immutable container file systems', 'POD-13'),
    judged(
      'pods.images',
      'Building secure container images',
      'WL-03 WL-04 WL-05 DEF-02',
      'how images are built and signed is not read',
    ),
    judged('pods.enforcement', 'Pod security enforcement', 'POD-01 POD-05 POD-06 POD-07 POD-08'),
    judged('pods.tokens', 'Protecting Pod service account tokens', 'POD-15'),
    judged(
      'pods.hardening',
      'Hardening container environments',
      'LSM-01 LSM-02 LSM-03 LSM-05 POD-02 POD-04 POD-09 POD-10 MT-01',
    ),
    skipped('network.namespaces', 'Namespaces', 'manual'),
    judged('network.policies', 'Network policies', 'NET-01 NET-02 NET-05', onlyMetadata),
    judged('network.resources', 'Resource policies', 'WL-01 WL-02', noQuotas),
    judged('network.control-plane', 'Control plane hardening', 'NODE-04', 'the rest is run by Azure'),
    skipped('network.etcd', 'Etcd', 'azure'),
    judged(
      'network.kubeconfig',
      'Kubeconfig files',
      'ENT-02',
      'only whether AKS hands out kubeconfigs with certificates',
    ),
    judged('network.nodes', 'Worker node segmentation', 'NODE-01 NODE-02 NODE-05 NET-03 POD-11'),
    judged('network.encryption', 'Encryption', 'NET-06', 'traffic within the cluster is not read'),
    judged(
      'network.secrets',
      'Secrets',
      'POD-12 POD-14 WL-07 ENT-11',
      'encryption at rest with keys of your own is not read',
    ),
    judged('network.cloud', 'Protecting sensitive cloud infrastructure', 'NET-02 NET-04'),
    judged('access.authentication', 'Authentication', 'ENT-01 ENT-02 ENT-08'),
    judged(
      'access.rbac',
      'Role-based access control',
      'ENT-03 ENT-04 ENT-05 ENT-06 ENT-07 ENT-08 ENT-09 ENT-11 ENT-12 ENT-13 NODE-03',
    ),
    judged('logging.audit', 'Kubernetes native audit logging configuration', 'ENT-10'),
    skipped('logging.nodes', 'Worker node and container logging', 'manual'),
    skipped('logging.seccomp', 'Seccomp: audit mode', 'manual'),
    skipped('logging.syslog', 'Syslog', 'manual'),
    skipped('logging.siem', 'SIEM platforms', 'manual'),
    skipped('logging.meshes', 'Service meshes', 'manual'),
    skipped('logging.fault-tolerance', 'Fault tolerance', 'manual'),
    judged(
      'detection.alerting',
      'Alerting',
      'DEF-01 DEF-02 DEF-03',
      "only Defender's sensors; other tools are not read",
    ),
    judged(
      'upgrades',
      'Upgrading and application security practices',
      'UPG-01 UPG-03 UPG-05 OS-01 OS-02 OS-03 WIN-01 WIN-02',
    ),
  ],
};
