import { type Fields, fieldsAt, listAt, textAt } from '../features/fields.ts';
import { type Actor, actorsOf, joinActors } from '../findings/actor.ts';
import { neverStops } from '../findings/aks-stop.ts';
import { judgeUse, type ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';

/** One object that an inventory says was delivered, and in which version. */
interface Delivered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/**
 * What a Flux Kustomization or HelmRelease, or an Argo CD Application, still delivers in a version that ends: the next
 * reconciliation applies it again.
 */
export function judgeInventory(
  kind: string,
  object: Fields,
  minor: number,
  mode: ScanMode,
): readonly RemovalFinding[] {
  const metadata = fieldsAt(object, 'metadata');
  const [namespace, name] = [textAt(metadata, 'namespace'), textAt(metadata, 'name') ?? ''];
  const itself = `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
  const tool = kind === 'Application' ? 'Argo CD' : 'Flux';
  const delivery: Actor = { as: 'delivery', name: `${tool} ${itself}` };
  const owners = actorsOf(fieldsAt(metadata, 'labels'), {}).filter(({ as }) => as === 'owner');
  const delivered = kind === 'Application' ? ofApplication(object) : ofFlux(object);
  return delivered.flatMap((each): readonly RemovalFinding[] => {
    const judged = judgeUse(each, minor, mode);
    if (judged === null) return [];
    return [
      {
        ...judged,
        ...each,
        feature: null,
        source: 'inventory',
        location: itself.replaceAll(/[ ]/g, '/'),
        evidence: `${tool} ${itself} delivers it as ${each.apiVersion}`,
        who: joinActors([delivery], owners),
        lastSeen: null,
        aks: neverStops,
        waived: null,
      },
    ];
  });
}

/** fluxcd.io/flux/components/kustomize/kustomizations/#inventory: ids are NAMESPACE_NAME_GROUP_KIND, colons of a name doubled underscores. */
function ofFlux(object: Fields): readonly Delivered[] {
  return listAt(object, 'status', 'inventory', 'entries').flatMap((entry): readonly Delivered[] => {
    const version = textAt(entry, 'v');
    const [, namespace = '', name = '', group = '', kind = ''] =
      /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(textAt(entry, 'id') ?? '') ?? [];
    return version === null || kind === ''
      ? []
      : [
          {
            apiVersion: group === '' ? version : `${group}/${version}`,
            kind,
            namespace: namespace === '' ? null : namespace,
            name: name.replaceAll('__', ':'),
          },
        ];
  });
}

/** argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml: what stands in Git, by group, version and kind. */
function ofApplication(object: Fields): readonly Delivered[] {
  return listAt(object, 'status', 'resources').flatMap((each): readonly Delivered[] => {
    const [group, version, kind] = [textAt(each, 'group'), textAt(each, 'version'), textAt(each, 'kind')];
    return version === null || kind === null
      ? []
      : [
          {
            apiVersion: group === null ? version : `${group}/${version}`,
            kind,
            namespace: textAt(each, 'namespace'),
            name: textAt(each, 'name') ?? '',
          },
        ];
  });
}
