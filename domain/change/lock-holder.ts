/** "campaign nightly-0412": who holds a cluster, by the workflow that started the cluster's own; null: no one did. */
export function describeHolder(parentWorkflowId: string | null): string {
  if (parentWorkflowId === null) return 'a workflow that no campaign started';
  const [kind, ...name] = parentWorkflowId.split('/');
  return name.length === 0 ? `workflow ${parentWorkflowId}` : `${kind} ${name.join('/')}`;
}
