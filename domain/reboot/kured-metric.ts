/**
 * What the metrics of a kured say of its node (`kured_reboot_required{node="NAME"} 1`); null: they do not tell. kured looks
 * for its own sentinel, or asks its own command, once a minute. Source: kured 1.23, cmd/kured; Prometheus' text format.
 */
export function readKuredMetric(text: string, node: string): 'required' | 'not-required' | null {
  const own = text
    .split('\n')
    .map((line) => sample.exec(line)?.groups)
    .find((found) => found?.node === node);
  if (own?.value === '1') return 'required';
  return own?.value === '0' ? 'not-required' : null;
}

const sample = /^kured_reboot_required\{(?:[^}]*,)?node="(?<node>[^"]*)"[^}]*\} (?<value>\S+)/;
