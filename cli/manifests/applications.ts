import type { ManifestObject } from '#spec/manifests/read-manifests.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How a chart of the input is installed, by a HelmRelease of Flux or an Application of Argo CD. */
export interface ChartUse {
  /** From the root of the repository: "charts/web". */
  readonly path: string;
  readonly release: string | null;
  readonly namespace: string | null;
  /** From the chart's folder (Argo CD), or from the root of the repository (Flux). */
  readonly valueFiles: readonly string[];
  /** YAML; JSON is some. null: none beside the files. */
  readonly values: string | null;
  /** "image.tag=v1" */
  readonly parameters: readonly string[];
}

/** The charts of the same repository that an object installs; none of other objects. Folders and kustomizations are read anyway. */
export function chartUsesOf({
  apiVersion,
  kind,
  name,
  namespace,
  value,
}: ManifestObject): readonly ChartUse[] {
  const group = apiVersion.split('/')[0];
  const spec = fieldsOf(value.spec);
  if (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease') {
    const chart = fieldsOf(fieldsOf(spec.chart).spec);
    const isBeside =
      fieldsOf(chart.sourceRef).kind === 'GitRepository' || textOf(chart.chart)?.startsWith('.');
    return useOf(isBeside === true ? chart.chart : null, {
      release: textOf(spec.releaseName) ?? name,
      namespace: textOf(spec.targetNamespace) ?? namespace,
      valueFiles: listOf(chart.valuesFiles).flatMap((each) => textOf(each) ?? []),
      values: spec.values === undefined ? null : JSON.stringify(spec.values),
      parameters: [],
    });
  }
  if (group !== 'argoproj.io' || kind !== 'Application') return [];
  const sources = Array.isArray(spec.sources) ? spec.sources : [spec.source];
  return sources.map(fieldsOf).flatMap((source) => {
    const helm = fieldsOf(source.helm);
    return useOf(source.path, {
      release: textOf(helm.releaseName) ?? name,
      namespace: textOf(fieldsOf(spec.destination).namespace),
      valueFiles: listOf(helm.valueFiles).flatMap((each) => textOf(each) ?? []),
      values: helm.valuesObject === undefined ? textOf(helm.values) : JSON.stringify(helm.valuesObject),
      parameters: listOf(helm.parameters)
        .map(fieldsOf)
        .map((each) => `${textOf(each.name) ?? ''}=${textOf(each.value) ?? ''}`),
    });
  });
}

function useOf(path: unknown, use: Omit<ChartUse, 'path'>): readonly ChartUse[] {
  const plain = typeof path === 'string' ? path.replace(/^(?:\.?\/)+|\/+$/g, '') : '';
  return plain === '' ? [] : [{ path: plain, ...use }];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
