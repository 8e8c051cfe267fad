import { type Benchmark, judged, skipped } from './benchmark.ts';

const applications = 'weaknesses of applications are not read';

export const mitre: Benchmark = {
  id: 'mitre',
  title: 'MITRE ATT&CK for Containers 15',
  source: 'https://attack.mitre.org/matrices/enterprise/containers/',
  scope:
    'Every technique of the matrix; where it has sub-techniques for containers, those. A control that judges one makes it harder, not impossible.',
  items: [
    judged('T1036.005', 'Masquerading: Match Legitimate Name or Location', 'WL-04', 'names are not compared'),
    judged('T1046', 'Network Service Discovery', 'NET-01 NET-05', 'isolation is not asked for'),
    judged(
      'T1053.007',
      'Scheduled Task/Job: Container Orchestration Job',
      'ENT-12',
      'existing jobs are not read for intent',
    ),
    judged(
      'T1068',
      'Exploitation for Privilege Escalation',
      'LSM-01 LSM-02 LSM-03 LSM-04 LSM-05 OS-02 OS-03 UPG-01 WIN-01 WIN-02',
    ),
    skipped('T1069', 'Permission Groups Discovery', 'not-yet'),
    judged('T1070', 'Indicator Removal', 'ENT-10', 'only logs of the control plane are kept outside'),
    judged('T1078', 'Valid Accounts', 'ENT-01 ENT-05 ENT-09'),
    judged('T1078.001', 'Valid Accounts: Default Accounts', 'ENT-02 ENT-08 POD-16'),
    judged('T1078.003', 'Valid Accounts: Local Accounts', 'ENT-02'),
    judged(
      'T1098.006',
      'Account Manipulation: Additional Container Cluster Roles',
      'ENT-06 ENT-07 ENT-08 ENT-13',
    ),
    judged('T1110', 'Brute Force', 'ENT-01 ENT-02 NODE-01', 'policies of sign-in are in Entra ID'),
    judged('T1133', 'External Remote Services', 'NODE-01 NODE-02 NODE-04 ENT-08 NET-07 POD-11'),
    skipped('T1136.001', 'Create Account: Local Account', 'not-yet'),
    judged('T1190', 'Exploit Public-Facing Application', 'DEF-02 NET-07 POD-11', applications),
    judged(
      'T1204.003',
      'User Execution: Malicious Image',
      'WL-03 WL-04 WL-05 DEF-02',
      'registries are not restricted',
    ),
    skipped('T1485', 'Data Destruction', 'manual'),
    skipped('T1490', 'Inhibit System Recovery', 'manual'),
    judged('T1496', 'Resource Hijacking', 'WL-01 WL-02 DEF-01'),
    skipped('T1498', 'Network Denial of Service', 'azure'),
    judged('T1499', 'Endpoint Denial of Service', 'WL-01 WL-02', applications),
    judged('T1525', 'Implant Internal Image', 'WL-04 DEF-02', 'rights in registries are not read'),
    judged('T1528', 'Steal Application Access Token', 'NET-02 NET-04 ENT-11 POD-15'),
    judged('T1543.005', 'Create or Modify System Process: Container Service', 'ENT-12 POD-09 POD-10'),
    judged(
      'T1550.001',
      'Use Alternate Authentication Material: Application Access Token',
      'ENT-11 NET-02 NODE-04 POD-15',
    ),
    judged('T1552', 'Unsecured Credentials', 'POD-12 POD-14 WL-07 NET-02'),
    judged('T1552.001', 'Unsecured Credentials: Credentials In Files', 'POD-09 POD-12 WL-07'),
    judged('T1552.007', 'Unsecured Credentials: Container API', 'ENT-11 ENT-13'),
    judged('T1562.001', 'Impair Defenses: Disable or Modify Tools', 'DEF-01 DEF-03'),
    judged('T1609', 'Container Administration Command', 'ENT-12 ENT-13 NODE-03'),
    judged('T1610', 'Deploy Container', 'ENT-12 ENT-13 POD-06'),
    judged(
      'T1611',
      'Escape to Host',
      'POD-01 POD-02 POD-03 POD-04 POD-05 POD-07 POD-09 POD-10 LSM-01 LSM-02 LSM-04 NET-03 MT-01',
    ),
    judged('T1612', 'Build Image on Host', 'POD-09', 'builds without the socket of the runtime are not seen'),
    judged('T1613', 'Container and Resource Discovery', 'ENT-08 NODE-04'),
  ],
};
