import { type Fields, textAt } from '../features/fields.ts';

/** Who has to do with a use: whose it is, who writes or asks, what puts it there. */
export interface Actor {
  readonly as: 'owner' | 'writer' | 'client' | 'delivery';
  /** "team-shop", "helm", "kubectl/v1.27.1 as shop-bot", "Helm release shop/web" */
  readonly name: string;
}

/** Where teams write their name; the first that is there counts. */
const ownerKeys = ['team', 'owner', 'app.kubernetes.io/team', 'app.kubernetes.io/owner'];
/** The application that an object is a part of is better than no one. */
const partOf = 'app.kubernetes.io/part-of';

/**
 * What labels and annotations of an object say of who has to change it. Deliveries by the marks that Helm, Flux and
 * Argo CD leave: helm.sh/docs/howto/charts_tips_and_tricks, fluxcd.io/flux/components/kustomize/kustomizations,
 * argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking.
 */
export function actorsOf(labels: Fields, annotations: Fields): readonly Actor[] {
  return [...owners(labels, annotations), ...deliveries(labels, annotations)];
}

function owners(labels: Fields, annotations: Fields): readonly Actor[] {
  for (const texts of [labels, annotations])
    for (const key of ownerKeys) {
      const name = textAt(texts, key);
      if (name !== null) return [{ as: 'owner', name }];
    }
  const name = textAt(labels, partOf);
  return name === null ? [] : [{ as: 'owner', name }];
}

function deliveries(labels: Fields, annotations: Fields): readonly Actor[] {
  const release = namedBy(annotations, 'meta.helm.sh/release-namespace', 'meta.helm.sh/release-name');
  const flux = (tool: string) =>
    namedBy(labels, `${tool}.toolkit.fluxcd.io/namespace`, `${tool}.toolkit.fluxcd.io/name`);
  const application =
    textAt(annotations, 'argocd.argoproj.io/tracking-id')?.split(':')[0] ??
    textAt(labels, 'argocd.argoproj.io/instance');
  const found = [
    ['Helm release', release],
    ['Flux Kustomization', flux('kustomize')],
    ['Flux HelmRelease', flux('helm')],
    ['Argo CD Application', application ?? null],
  ] as const;
  return found.flatMap(([what, name]) =>
    name === null || name === '' ? [] : [{ as: 'delivery', name: `${what} ${name}` }],
  );
}

function namedBy(texts: Fields, namespaceKey: string, nameKey: string): string | null {
  const [namespace, name] = [textAt(texts, namespaceKey), textAt(texts, nameKey)];
  return name === null ? null : namespace === null ? name : `${namespace}/${name}`;
}

/** Both lists without anybody twice. */
export function joinActors(some: readonly Actor[], others: readonly Actor[]): readonly Actor[] {
  const isNew = (actor: Actor) => some.every(({ as, name }) => as !== actor.as || name !== actor.name);
  return [...some, ...others.filter(isNew)];
}
