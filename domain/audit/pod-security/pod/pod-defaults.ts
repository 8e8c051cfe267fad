import type { Container, Pod, Volume } from './pod.ts';

/**
 * What the API server adds before any check sees a pod, as far as it matters to a check: a volume without a source is
 * an emptyDir, and with hostNetwork every port is a host port (pkg/apis/core/v1/defaults.go).
 */
export function withDefaults({ metadata, spec }: Pod): Pod {
  const { volumes, containers, initContainers, hostNetwork } = spec;
  const withPorts = (each: Container) => (hostNetwork === true ? withHostPorts(each) : each);
  return {
    metadata,
    spec: {
      ...spec,
      ...(volumes === undefined ? {} : { volumes: volumes.map(withSource) }),
      ...(containers === undefined ? {} : { containers: containers.map(withPorts) }),
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(withPorts) }),
    },
  };
}

function withSource(volume: Volume): Volume & { readonly emptyDir?: object } {
  const hasSource = Object.keys(volume).some((field) => field !== 'name');
  return hasSource ? volume : { ...volume, emptyDir: {} };
}

function withHostPorts(container: Container): Container {
  const { ports } = container;
  if (ports === undefined) return container;
  return {
    ...container,
    ports: ports.map((port) =>
      (port.hostPort ?? 0) === 0 ? { ...port, hostPort: port.containerPort ?? 0 } : port,
    ),
  };
}
