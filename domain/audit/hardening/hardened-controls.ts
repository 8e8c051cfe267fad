/** The controls that objects of a cluster enforce. */
export const hardenedByObjects = ['SB-NET-02', 'SB-POD-06', 'SB-OS-04'] as const;

/** Those that a setting of Azure's enforces, each after what it depends on; decideSetting says which can be sent. */
export const hardenedBySettings = [
  'SB-DEF-01',
  'SB-ENT-01',
  'SB-ENT-03',
  'SB-ENT-02',
  'SB-UPG-03',
  'SB-OS-01',
  'SB-NODE-01',
  'SB-NODE-03',
] as const;

/** Those that an admission policy of the API server enforces. */
export const hardenedByPolicies: readonly string[] = [
  ...numbered('POD', 1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 16),
  ...numbered('LSM', 1, 2, 5),
  ...numbered('NET', 3, 6, 7),
  ...numbered('ENT', 5, 6, 8),
  ...numbered('WL', 1, 2, 3, 4, 5, 6),
];

function numbered(area: string, ...numbers: readonly number[]): readonly string[] {
  return numbers.map((each) => `SB-${area}-${String(each).padStart(2, '0')}`);
}

/** Every control that can be enforced without an admission policy. */
export const hardenedControls: readonly string[] = [...hardenedByObjects, ...hardenedBySettings];
