/** One line of the simulator's ledger, as far as the demo reads it (docs/simulator.md). */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: string;
  readonly cluster: string | null;
  readonly operation?: {
    readonly kind: string;
    readonly pool: string | null;
    readonly to: string | null;
    readonly finishedAt: string | null;
    readonly result: string | null;
  };
}

/** What the demo meets on its way: Azure asks for patience once, and once an answer is lost. */
const demoFaults = [
  {
    kind: 'throttle',
    match: { method: 'PUT', cluster: 'aks-test-weu', pool: 'win22' },
    retryAfterSeconds: 1,
  },
  { kind: 'lost-answer', match: { method: 'PUT', cluster: 'aks-pay-weu', pool: 'np1' } },
] as const;

export async function addFaults(simulatorUrl: string): Promise<void> {
  for (const fault of demoFaults) {
    const answer = await fetch(new URL('/_simulator/faults', simulatorUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!answer.ok) throw new Error(`the simulator refused a fault: ${await answer.text()}`);
  }
}

export async function readLedger(simulatorUrl: string): Promise<readonly LedgerEntry[]> {
  const answer = await fetch(new URL('/_simulator/ledger', simulatorUrl));
  const { entries } = (await answer.json()) as { readonly entries: readonly LedgerEntry[] };
  return entries;
}

/** The faults that have not struck yet. */
export async function readFaultsLeft(simulatorUrl: string): Promise<readonly string[]> {
  const answer = await fetch(new URL('/_simulator/faults', simulatorUrl));
  const { faults } = (await answer.json()) as { readonly faults: readonly { readonly kind: string }[] };
  return faults.map(({ kind }) => kind);
}
