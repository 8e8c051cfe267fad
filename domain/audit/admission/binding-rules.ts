import { everyone } from '../controls/rbac/rbac-everyone.ts';
import { principalName } from '../controls/rbac/rbac-people.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { controlPlane, defaultObjects, ofAks } from '../rbac/default-roles.ts';
import type { AdmissionRule } from './admission-rule.ts';
import { celList } from './cel.ts';

const isOfAks = `object.metadata.name in ${celList(ofAks)}`;
const isAddOn =
  'object.metadata.?labels[?"addonmanager.kubernetes.io/mode"].hasValue() || object.metadata.?labels[?"kubernetes.azure.com/managedby"].orValue("") == "aks"';
/** As `isSystemPart` reads a subject `s`. */
const isOfSystem = [
  's.kind == "Group" && s.name == "system:masters"',
  `s.kind == "User" && s.name.matches(${JSON.stringify(controlPlane.source)})`,
  `s.kind != "ServiceAccount" && ${isOfAks} && !s.name.startsWith("system:")`,
  `s.kind == "ServiceAccount" && s.?namespace.orValue("") == "kube-system" && (${isOfAks} || ${isAddOn})`,
]
  .map((each) => `(${each})`)
  .join(' || ');
const subjectsThat = (isBad: string) =>
  `object.?subjects.orValue([]).filter(s, ${isBad}).map(s, s.kind + " " + s.name)`;

const asKey = (parts: readonly unknown[]) => parts.map((each) => textOf(each)).join(' ');
const madeByServer = defaultObjects.flatMap(({ kind, metadata, roleRef, subjects }) => {
  const name = isObject(metadata) ? metadata.name : '';
  const role = isObject(roleRef) ? roleRef.name : '';
  const bound = Array.isArray(subjects) ? subjects.filter(isObject) : [];
  return bound
    .filter((each) => Object.hasOwn(everyone, textOf(each.name)))
    .map((each) => asKey([kind, name, role, each.kind, each.name]));
});
const key =
  'object.kind + " " + object.metadata.name + " " + object.roleRef.name + " " + s.kind + " " + s.name';

/** Of the controls for bindings of roles. */
export const bindingRules: readonly AdmissionRule[] = [
  {
    control: 'SB-ENT-05',
    of: 'bindings',
    found: {
      people: subjectsThat(
        `s.kind == "User" && !s.name.startsWith("system:") && s.name.matches(${JSON.stringify(principalName.source)}) && !(${isOfSystem})`,
      ),
    },
    differs: 'an object id that only the role assignments in Azure show to be of a person is admitted',
  },
  {
    control: 'SB-ENT-06',
    of: 'bindings',
    found: {
      administrators: `object.roleRef.kind == "ClusterRole" && object.roleRef.name == "cluster-admin" ? ${subjectsThat(`!(${isOfSystem})`)} : []`,
    },
    differs: 'only cluster-admin is known, by its name: the rules of other roles are in other objects',
  },
  {
    control: 'SB-ENT-08',
    of: 'bindings',
    found: {
      everyone: subjectsThat(
        `s.kind != "ServiceAccount" && s.name in ${celList(Object.keys(everyone))} && !((${key}) in ${celList(madeByServer)})`,
      ),
    },
  },
];
