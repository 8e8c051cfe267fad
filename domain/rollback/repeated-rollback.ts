/** Which pool goes back; null: all of the cluster. */
interface RollbackOrder {
  readonly pool: string | null;
}

/** Whether an order to go back asks for nothing but what the one that is being carried out does already. */
export function isRepeated(order: RollbackOrder, carriedOut: RollbackOrder): boolean {
  return carriedOut.pool === null || order.pool === carriedOut.pool;
}
