import type { TestProject } from 'vitest/node';
import { type ControlPlaneAccess, startControlPlane } from '../../processes/control-plane.ts';
import { bringKubernetesPrograms } from '../../processes/kubernetes-programs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** null: this machine has none and no way to build one. */
    controlPlane: ControlPlaneAccess | null;
  }
}

/** One control plane for all files of the project `kubernetes`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const programs = await bringKubernetesPrograms(say);
  if (programs === null) {
    project.provide('controlPlane', null);
    say('Skipped: everything that needs a real Kubernetes control plane.');
    return async () => undefined;
  }
  const began = performance.now();
  const { stop, ...access } = await startControlPlane(programs);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`Kubernetes control plane: ${programs.origin}, ready after ${seconds} s`);
  project.provide('controlPlane', access);
  return stop;
}
