import type { Pod } from '../pod/pod.ts';
import { type Complaint, type PssCheck, type PssCheckVersion, valuesOfPod } from '../pod/pss-check.ts';

/** The minor that took each one for safe. */
const safe: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

export const sysctls: PssCheck = {
  id: 'sysctls',
  level: 'baseline',
  versions: [0, 27, 29, 32, 37].map(asOf),
};

/** Those that the policy of a minor takes for safe. */
export function safeSysctls(minor: number): readonly string[] {
  return Object.keys(safe).filter((name) => (safe[name] ?? 0) <= minor);
}

function asOf(since: number): PssCheckVersion {
  const allowed = new Set(safeSysctls(since));
  return {
    since,
    judge({ spec }: Pod): Complaint | null {
      const names = (spec.securityContext?.sysctls ?? []).map(({ name = '' }) => name);
      const unsafe = names.filter((name) => !allowed.has(name));
      if (unsafe.length === 0) return null;
      return {
        reason: 'forbidden sysctls',
        detail: unsafe.join(', '),
        containers: [],
        isOfPod: true,
        values: valuesOfPod(unsafe),
      };
    },
  };
}
