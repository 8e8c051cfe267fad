import type { Pod } from '../objects/kinds.ts';
import { isReady } from '../objects/pod-facts.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { bareProblem, problem } from '../wire/status-answer.ts';

const proxied = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/:%]+)(?:(?::|%3[Aa])(\d+))?\/proxy\/metrics$/;

/**
 * What a pod serves, through the API server: only kureds serve anything here, their metrics at port 8080. undefined: the path asks
 * for no pod's.
 */
export function answerPodProxy(state: ClusterState, path: string): string | undefined {
  const [, namespace, name = '', port = '80'] = proxied.exec(path) ?? [];
  if (namespace === undefined) return undefined;
  const pod = state.store.get('pods', namespace, name);
  if (pod === undefined) throw problem('NotFound', `pods "${name}" not found`, { name, kind: 'pods' });
  if (!isReady(pod) || port !== '8080' || !isKured(pod))
    throw bareProblem(503, 'error trying to reach service: dial tcp: connect: connection refused');
  const node = pod.spec.nodeName ?? '';
  return [
    '# HELP kured_reboot_required OS requires reboot due to software updates.',
    '# TYPE kured_reboot_required gauge',
    `kured_reboot_required{node="${node}"} ${state.awaitingReboot.has(node) ? 1 : 0}`,
    '',
  ].join('\n');
}

function isKured({ spec }: Pod): boolean {
  return spec.containers.some(({ image }) => /(^|\/)kured([:@]|$)/.test(String(image)));
}
