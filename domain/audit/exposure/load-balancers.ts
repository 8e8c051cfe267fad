import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';

/** A Service of type LoadBalancer. */
export interface LoadBalancer {
  /** "Service/shop/web" */
  readonly resource: string;
  readonly namespace: string;
  readonly isInternal: boolean;
  /** Addresses and service tags that may reach it; none: everyone. */
  readonly sources: readonly string[];
}

interface Service {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly type?: string; readonly loadBalancerSourceRanges?: readonly string[] };
}

const prefix = 'service.beta.kubernetes.io/';
export const isInternalMark = `${prefix}azure-load-balancer-internal`;
export const sourceMarks: readonly string[] = [
  'load-balancer-source-ranges',
  'azure-allowed-ip-ranges',
  'azure-allowed-service-tags',
].map((name) => prefix + name);

/** The cloud provider of Azure adds up what the field and the annotations allow. */
export function readLoadBalancers(objects: readonly KubernetesObject[]): {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const services = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service');
  const loadBalancers = services.flatMap((each) =>
    read<Service>('Service', each).flatMap(({ metadata = {}, spec = {} }) => {
      if (spec.type !== 'LoadBalancer') return [];
      const { name = '', annotations = {} } = metadata;
      const namespace = metadata.namespace || 'default';
      const listed = sourceMarks.flatMap((mark) => (annotations[mark] ?? '').split(','));
      return [
        {
          resource: `Service/${namespace}/${name}`,
          namespace,
          isInternal: annotations[isInternalMark] === 'true',
          sources: [...(spec.loadBalancerSourceRanges ?? []), ...listed]
            .map((source) => source.trim())
            .filter((source) => source !== ''),
        },
      ];
    }),
  );
  return { loadBalancers, unreadable };
}
