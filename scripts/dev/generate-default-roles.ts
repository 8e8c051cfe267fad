import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startControlPlane } from '../../test/processes/control-plane.ts';
import { bringKubernetesPrograms } from '../../test/processes/kubernetes-programs.ts';
import { readDefaultRoles } from './default-roles.ts';

/** Writes domain/audit/rbac/default-roles.json from a control plane of the version in test/conformance/programs. */
const programs = await bringKubernetesPrograms((line) => void process.stderr.write(`${line}\n`));
if (programs === null) throw new Error('no control plane: see CONTRIBUTING.md');
const { stop, kubeconfig } = await startControlPlane(programs);
try {
  const target = join(import.meta.dirname, '../../domain/audit/rbac/default-roles.json');
  writeFileSync(target, await readDefaultRoles(kubeconfig));
} finally {
  await stop();
}
