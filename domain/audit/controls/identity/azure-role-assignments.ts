import { fieldsOf } from '../../azure/arm-fields.ts';
import { azureControl } from '../../control/azure-control.ts';
import { type Finding, fail } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

/** Roles whose holders read or change what is in a cluster, or get its credentials. */
const roles: Readonly<Record<string, string>> = {
  'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b': 'Azure Kubernetes Service RBAC Cluster Admin',
  '3498e952-d568-435e-9b2c-8d77e338d7f7': 'Azure Kubernetes Service RBAC Admin',
  'a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb': 'Azure Kubernetes Service RBAC Writer',
  '7f6c6a51-bcf8-42ba-9220-52d62157d7db': 'Azure Kubernetes Service RBAC Reader',
  '0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8': 'Azure Kubernetes Service Cluster Admin Role',
  '4abbcc35-e782-43d8-92c5-2d3f1bd2253f': 'Azure Kubernetes Service Cluster User Role',
  'ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8': 'Azure Kubernetes Service Contributor Role',
};

export const azureRoleAssignments = azureControl({
  id: 'SB-ENT-09',
  title: 'Azure roles are assigned to groups',
  area: 'identity',
  severity: 'medium',
  rule: "No user has one of the seven AKS data or credential roles at, inside or above the cluster's scope. Eligible PIM assignments are not checked.",
  source: 'https://learn.microsoft.com/azure/aks/manage-azure-rbac',
  remediation: 'Assign the role to an Entra group.',
  needs: ['role-assignments'],
  judgeAzure: ({ roleAssignments }) => (roleAssignments ?? []).flatMap(judge),
});

function judge(assignment: KubernetesObject): readonly Finding[] {
  const fields = fieldsOf(assignment);
  const role = roles[textOf(fields('roleDefinitionId')).split('/').at(-1)?.toLowerCase() ?? ''];
  if (role === undefined || fields('principalType') !== 'User') return [];
  const [principal, scope] = [textOf(fields('principalId')), textOf(fields('scope'))];
  return [fail(`RoleAssignment/${textOf(assignment.name)}`, `user ${principal} has ${role} at ${scope}`)];
}
