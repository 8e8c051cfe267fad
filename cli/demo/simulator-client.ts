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

/** One request that is throttled, and one answer that is lost. */
const demoFaults = [
  {
    kind: 'throttle',
    match: { method: 'PUT', cluster: 'aks-test-weu', pool: 'win22' },
    retryAfterSeconds: 1,
  },
  { kind: 'lost-answer', match: { method: 'PUT', cluster: 'aks-pay-weu', pool: 'np1' } },
] as const;

export async function addFaults(simulatorUrl: string): Promise<void> {
  await post(simulatorUrl, 'faults', demoFaults);
}

/** `speed`: simulated seconds per real second. The clock gets a new id, so no paced campaign may be running. */
export async function setSpeed(simulatorUrl: string, speed: number): Promise<void> {
  await post(simulatorUrl, 'clock', { speed });
}

export async function readLedger(simulatorUrl: string): Promise<readonly LedgerEntry[]> {
  const { entries } = await get<{ readonly entries: readonly LedgerEntry[] }>(simulatorUrl, 'ledger');
  return entries;
}

/** The kinds of the faults not triggered yet. */
export async function readFaultsLeft(simulatorUrl: string): Promise<readonly string[]> {
  type Faults = { readonly faults: readonly { readonly kind: string }[] };
  const { faults } = await get<Faults>(simulatorUrl, 'faults');
  return faults.map(({ kind }) => kind);
}

async function get<T>(simulatorUrl: string, what: string): Promise<T> {
  const answer = await fetch(new URL(`/_simulator/${what}`, simulatorUrl));
  return (await answer.json()) as T;
}

async function post(simulatorUrl: string, what: string, body: object): Promise<void> {
  const answer = await fetch(new URL(`/_simulator/${what}`, simulatorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the simulator refused the demo's ${what}: ${await answer.text()}`);
}
