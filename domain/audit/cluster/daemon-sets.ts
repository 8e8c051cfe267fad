import type { DaemonSetView } from '../../reboot/find-kured.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';

/** The daemon sets among a cluster's objects; a missing name or namespace is empty. */
export function daemonSetsOf(objects: readonly KubernetesObject[]): readonly DaemonSetView[] {
  return objects.filter(({ kind }) => kind === 'DaemonSet').map(viewOf);
}

function viewOf({ metadata, spec }: KubernetesObject): DaemonSetView {
  const own = isObject(metadata) ? metadata : {};
  const template = isObject(spec) && isObject(spec.template) ? spec.template : {};
  const pod = isObject(template.spec) ? template.spec : {};
  return {
    namespace: textOf(own.namespace),
    name: textOf(own.name),
    annotations: textsOf(own.annotations),
    containers: listOf(pod.containers).map(({ image, command, args, env }) => ({
      image: textOf(image),
      command: Array.isArray(command) ? command.map(String) : [],
      args: Array.isArray(args) ? args.map(String) : [],
      env: Object.fromEntries(listOf(env).map((each) => [textOf(each.name), textOf(each.value)])),
    })),
  };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([key, each]) => [key, textOf(each)]),
  );
}

function listOf(value: unknown): readonly KubernetesObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
