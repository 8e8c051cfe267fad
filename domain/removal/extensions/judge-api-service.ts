import { catalogue } from '../catalogue/catalogue.ts';
import { type Fields, fieldsAt, textAt } from '../features/fields.ts';
import type { ExtensionNote } from './extension-finding.ts';

const automanaged = 'kube-aggregator.kubernetes.io/automanaged';

/**
 * An API service for a version of Kubernetes' own that is gone at the target, which the API server does not manage itself: it is
 * left behind and answers nothing, or another server answers in Kubernetes' name.
 */
export function judgeApiService(object: Fields, minor: number): readonly ExtensionNote[] {
  const [group, version] = [textAt(object, 'spec', 'group') ?? '', textAt(object, 'spec', 'version') ?? ''];
  const end = endOfGroupVersion(`${group}/${version}`);
  if (end === null || end > minor || textAt(object, 'metadata', 'labels', automanaged) !== null) return [];
  const service = fieldsAt(object, 'spec', 'service');
  const server = `${textAt(service, 'namespace') ?? ''}/${textAt(service, 'name') ?? ''}`;
  const evidence =
    textAt(service, 'name') === null
      ? `it registers ${group}/${version}, which the API server no longer serves`
      : `service ${server} serves ${group}/${version}`;
  return [
    {
      rule: 'named-version',
      severity: 'WARN',
      removedIn: `1.${end}`,
      evidence,
      feature: {
        id: 'old-api-service',
        title: `API service of ${group}/${version}`,
        instead: 'delete it when it is no longer needed',
        source: 'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/',
      },
    },
  ];
}

/** null: some kind of it stays, or it is not Kubernetes' own. */
function endOfGroupVersion(api: string): number | null {
  const entries = catalogue.flatMap(({ versions }) => versions.filter((each) => each.api === api));
  const ends = entries.flatMap(({ removed }) => removed ?? []);
  return entries.length > 0 && ends.length === entries.length ? Math.max(...ends) : null;
}
