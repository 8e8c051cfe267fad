import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** Of a cluster that was asked for a node that it does not have. */
export function noNode(name: string): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `there is no node ${name}`,
    'kubectl get nodes, with the same kubeconfig and context, names those that there are',
  );
}
