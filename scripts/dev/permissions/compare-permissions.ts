import { readFileSync } from 'node:fs';
import { documentedPermissions } from './documented-permissions.ts';
import { covers, permissionFor } from './permission.ts';

/**
 * Compares what was asked of simulators with the roles of docs/permissions.md: names what was asked and no role grants, and what is
 * granted and was never asked.
 *
 *     SIMULATOR_REQUESTS=/tmp/requests npm run test:long && node scripts/dev/permissions/compare-permissions.ts /tmp/requests
 */

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/dev/permissions/compare-permissions.ts FILE');
const requests = new Set(readFileSync(path, 'utf8').trim().split('\n'));
const asked = new Set(
  [...requests].flatMap((line) => {
    const [method = '', target = ''] = line.split(' ');
    return permissionFor(method, target) ?? [];
  }),
);
const granted = documentedPermissions();

print(
  'Asked, and no role grants it',
  [...asked].filter((each) => ![...granted.keys()].some((right) => covers(right, each))),
);
print(
  'Granted, and never asked',
  [...granted]
    .filter(([right]) => ![...asked].some((each) => covers(right, each)))
    .map(([right, roles]) => `${right}  (${roles.join(', ')})`),
);

function print(title: string, rights: readonly string[]): void {
  process.stdout.write(
    `${title}: ${rights.length}\n${rights
      .toSorted()
      .map((each) => `  ${each}\n`)
      .join('')}`,
  );
}
