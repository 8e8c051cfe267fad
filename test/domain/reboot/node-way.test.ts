import { describe, expect, it } from 'vitest';
import { nodeWay, possibleWays } from '#domain/reboot/node-way.ts';
import type { RebootWay } from '#domain/reboot/reboot-terms.ts';

describe('the way in which nodes get their reboots', () => {
  it.each<[string, readonly RebootWay[], boolean, string | null]>([
    ['a restart of the machine', ['NodeImage', 'Restart'], false, 'Restart'],
    ['none under a lockdown', ['NodeImage', 'Restart'], true, null],
    ['none where images alone are allowed', ['NodeImage'], false, null],
    ['the first that is named', ['PrivilegedPod', 'Restart'], false, 'PrivilegedPod'],
    ['the next where the first cannot be', ['Restart', 'PrivilegedPod'], true, 'PrivilegedPod'],
  ])('is %s', (_, ways, isNodeGroupLocked, way) => {
    expect(nodeWay(possibleWays(ways, { isNodeGroupLocked }))).toBe(way);
  });
});
