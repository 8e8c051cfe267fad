import { type Found, firstNames } from '../findings/preflight-finding.ts';
import type { AdmissionWebhook } from '../findings/preflight-readings.ts';

/** Webhooks that must answer and will not, or not for as long as their own pods move. `drained`: names of nodes. */
export function checkWebhooks(
  webhooks: readonly AdmissionWebhook[],
  drained: ReadonlySet<string>,
): readonly Found[] {
  return webhooks.flatMap((webhook): readonly Found[] => {
    const { name, asked, service, answering } = webhook;
    if (service === null || answering === null || asked.length === 0) return [];
    const about = { check: 'admissionWebhooks', pool: null, evidence: [] } as const;
    const todo = `run at least two pods behind service ${service}, or set failurePolicy: Ignore`;
    if (answering.length === 0)
      return [
        {
          ...about,
          level: 'blocker',
          what: `webhook ${name} for ${asked.join(', ')} does not answer`,
          why: `service ${service} has no ready pod and failurePolicy is Fail; ${follows(asked)}`,
          todo: `fix service ${service}, or set failurePolicy: Ignore`,
        },
      ];
    if (answering.length > 1 || !answering.every((node) => drained.has(node))) return [];
    return [
      {
        ...about,
        level: 'warning',
        what: `webhook ${name} has one ready pod, on a node that will be drained`,
        why: `failurePolicy is Fail; while that pod moves, ${follows(asked)}`,
        todo,
        evidence: firstNames(answering),
      },
    ];
  });
}

function follows(asked: AdmissionWebhook['asked']): string {
  const consequences = {
    evictions: 'no pod can be evicted',
    'new pods': 'no pod can be created',
    'new nodes': 'no node can join',
  };
  return asked.map((each) => consequences[each]).join(', ');
}
