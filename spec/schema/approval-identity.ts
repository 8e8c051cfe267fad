import { z } from 'zod';
import type { Finding } from '../problem/problem.ts';
import { choice } from './scalars.ts';

export const approvalIdentity = z.strictObject({
  identity: choice(['Claimed', 'Entra'])
    .prefault('Claimed')
    .describe(
      'What an approval, a rejection and a force are attributed to. Claimed: the name that the operator gives. Entra: the identity that a token of Entra proves to the worker; approvers are then object ids of people, groups or applications, or values of app roles (docs/approvals.md).',
    ),
});

interface Deciding {
  readonly approval: z.output<typeof approvalIdentity>;
  readonly stages: readonly {
    readonly approval: { readonly approvers: readonly string[]; readonly quorum: number };
  }[];
  readonly forceUpgrade?: { readonly approvers: readonly string[] } | undefined;
}

/** The form of approvers, and whether there are enough of them: a group of Entra stands for any number of people. */
export function judgeApprovers({
  approval: { identity },
  stages,
  forceUpgrade,
}: Deciding): readonly Finding[] {
  const lists = [
    ...stages.map(({ approval }, index) => ({
      path: ['stages', index, 'approval', 'approvers'],
      approvers: approval.approvers,
    })),
    { path: ['forceUpgrade', 'approvers'], approvers: forceUpgrade?.approvers ?? [] },
  ];
  if (identity === 'Entra')
    return lists.flatMap(({ path, approvers }) =>
      approvers.flatMap((approver, index) =>
        isObjectIdOrRole(approver)
          ? []
          : [
              {
                path: [...path, index],
                message: `${JSON.stringify(approver)} is neither an object id of Entra nor the value of an app role (approval.identity is Entra)`,
              },
            ],
      ),
    );
  return stages.flatMap(({ approval: { approvers, quorum } }, index) =>
    approvers.length === 0 || quorum <= approvers.length
      ? []
      : [
          {
            path: ['stages', index, 'approval', 'quorum'],
            message: `needs ${quorum} people, but approvers names ${approvers.length}`,
          },
        ],
  );
}

/** Sign-in names are refused: Entra gives one that a person has left to another person. */
function isObjectIdOrRole(approver: string): boolean {
  return (
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(approver) ||
    /^[A-Za-z0-9_][\w.:/-]{0,119}$/.test(approver)
  );
}
