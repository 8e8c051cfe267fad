import type { V1DaemonSet } from '@kubernetes/client-node';
import type { DaemonSetView } from '#domain/reboot/find-kured.ts';

export function toDaemonSetView({ metadata, spec }: V1DaemonSet): DaemonSetView {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    annotations: metadata?.annotations ?? {},
    containers: (spec?.template.spec?.containers ?? []).map(({ image, command, args, env }) => ({
      image: image ?? '',
      command: command ?? [],
      args: args ?? [],
      env: Object.fromEntries(
        (env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
      ),
    })),
  };
}
