import { z } from 'zod';
import type { Finding } from '../problem/problem.ts';
import { withRule } from './rule.ts';
import { choice, duration } from './scalars.ts';

/** learn.microsoft.com/azure/aks/upgrade-os-version and /upgrade-windows-os. */
const systems = [
  'Ubuntu',
  'Ubuntu2204',
  'Ubuntu2404',
  'AzureLinux',
  'AzureLinux3',
  'CBLMariner',
  'Windows2019',
  'Windows2022',
  'Windows2025',
  'WindowsAnnual',
] as const;

const suffixError = 'expected one to four lower-case letters and digits';

/** How node pools move to new ones of another operating system. */
export const migrate = withRule(
  z.strictObject({
    action: choice(['Move', 'Return', 'Remove'])
      .prefault('Move')
      .describe(
        'Move: a new pool beside each old one, to which its workloads move; the old one stays, cordoned and empty. Return: workloads go back to the old pools; the new ones stay. Remove: what is left in old pools whose workloads have moved is moved, too, and they are deleted.',
      ),
    from: z
      .array(choice(systems))
      .min(1, { error: 'needs at least one osSKU, such as Windows2022' })
      .describe('Pools with one of these osSKUs move; all others stay as they are.'),
    to: choice(systems).describe('osSKU of the new pools.'),
    suffix: z
      .string({ error: suffixError })
      .regex(/^[a-z0-9]{1,4}$/, { error: suffixError })
      .meta({ examples: ['25'] })
      .describe(
        'Ends the name of each new pool, which begins with that of the old one. It is shortened to what Azure takes: 12 characters, on Windows 6.',
      ),
    drainTimeout: duration({ atLeastMs: 60_000 })
      .prefault('30m')
      .describe('How long the drain of a node may take; then a decision is requested.'),
  }),
  ['from', 'to'],
  ({ from, to }): Finding[] => {
    if (from.includes(to)) return [{ path: ['to'], message: 'is one of those in from; remove it there' }];
    const [old] = from.filter((each) => isWindows(each) !== isWindows(to));
    if (old === undefined) return [];
    return [{ path: ['to'], message: `cannot run the workloads of ${old}` }];
  },
);

function isWindows(osSKU: string): boolean {
  return osSKU.startsWith('Windows');
}
