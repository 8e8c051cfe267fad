/** Which controls an audit judges: each profile has those of the profiles before it. */
export const profiles = ['essential', 'recommended', 'strict'] as const;
export type Profile = (typeof profiles)[number];

/** What campaigns judge, and an audit that names no other. */
export const usualProfile: Profile = 'recommended';

/** Without them a pod or a user takes over a node or the cluster, or the cluster is without support. */
const essential = [
  'SB-ENT-02',
  'SB-ENT-04',
  'SB-ENT-06',
  'SB-ENT-07',
  'SB-ENT-08',
  'SB-ENT-11',
  'SB-ENT-12',
  'SB-NET-01',
  'SB-NET-02',
  'SB-NET-03',
  'SB-POD-01',
  'SB-POD-04',
  'SB-POD-07',
  'SB-POD-08',
  'SB-LSM-03',
  'SB-UPG-01',
  'SB-UPG-05',
  'SB-OS-05',
  'SB-NODE-04',
];

/** Good practice that costs work in every workload. */
const strict = [
  'SB-POD-13',
  'SB-POD-14',
  'SB-POD-15',
  'SB-POD-16',
  'SB-WL-02',
  'SB-WL-04',
  'SB-WL-05',
  'SB-WL-06',
];

/** The first profile that has the control. */
export function profileOf(id: string): Profile {
  if (essential.includes(id)) return 'essential';
  return strict.includes(id) ? 'strict' : 'recommended';
}

export function isInProfile(id: string, profile: Profile): boolean {
  return profiles.indexOf(profileOf(id)) <= profiles.indexOf(profile);
}
