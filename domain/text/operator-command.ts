/** `drydock retry NAME --target cluster/aks-1 --reason TEXT`; `target`: "cluster/NAME" or "pool/CLUSTER/POOL". */
export function operatorCommand(verb: string, campaign: string, target: string): string {
  return `drydock ${verb} ${campaign} --target ${target} --reason TEXT`;
}

/** Names the step that is forced: a later one has to be allowed again. */
export function forceChoice(campaign: string, cluster: string, step: string | undefined): string {
  const scope = step === undefined ? '' : `${step} alone, `;
  return `${operatorCommand('force', campaign, `cluster/${cluster}`)} (${scope}by someone other than the initiator)`;
}
