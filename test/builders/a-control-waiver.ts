import type { ControlWaiver } from '#domain/audit/control/control-waiver.ts';

export const aControlWaiver = (changes: Partial<ControlWaiver> = {}): ControlWaiver => ({
  control: 'SB-POD-03',
  resource: null,
  namespace: null,
  severity: null,
  reason: 'it binds port 80',
  owner: 'shop',
  approver: 'security',
  expires: '2026-12-31T00:00:00Z',
  ...changes,
});
