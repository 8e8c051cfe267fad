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

/** Every control that can be enforced. */
export const hardenedControls: readonly string[] = [...hardenedByObjects, ...hardenedBySettings];
