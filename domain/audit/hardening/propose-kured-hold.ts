import { findKured } from '../../reboot/find-kured.ts';
import { decideKuredLock } from '../../reboot/kured-lock.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { daemonSetsOf } from '../cluster/daemon-sets.ts';
import { type Proposal, refuse } from './proposal.ts';

const control = 'SB-OS-04';

/** Whose hold it is: no node has that name, so kured leaves it to its end. */
export const holder = 'drydock-harden';

/**
 * kured's lock, held so that no node reboots during an upgrade. It expires automatically; Drydock's own hold is extended, a lock with
 * another holder is not touched, and without kured nothing is proposed.
 */
export function proposeKuredHold(
  { objects, now }: Pick<AuditedCluster, 'objects' | 'now'>,
  holdMs: number,
): readonly Proposal[] {
  const daemonSets = daemonSetsOf(objects);
  const kured = findKured(daemonSets);
  if (kured === null) return [];
  const { namespace, name, lockAnnotation, concurrency } = kured;
  const own = daemonSets.find((each) => each.namespace === namespace && each.name === name);
  const annotation = own?.annotations[lockAnnotation] ?? null;
  const lock = decideKuredLock({ annotation, concurrency, owner: holder, now, ttlMs: holdMs });
  if (lock.state === 'unreadable') return [refuse(control, namespace, lock.why)];
  const until = (end: number) => new Date(end).toISOString();
  if (lock.state === 'held') {
    const end = lock.until === null ? 'which never expires' : `until ${until(lock.until)}`;
    return [refuse(control, namespace, `${lock.by} holds kured's lock, ${end}`)];
  }
  return [
    {
      kind: 'apply',
      control,
      namespace,
      object: {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name, namespace, annotations: { [lockAnnotation]: lock.annotation } },
      },
      why: `kured reboots no node until ${until(now + holdMs)}`,
    },
  ];
}
