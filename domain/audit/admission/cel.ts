/** A list of texts in CEL, which takes JSON's strings. */
export function celList(texts: Iterable<string>): string {
  return `[${[...texts].map((text) => JSON.stringify(text)).join(', ')}]`;
}

/** The names of the containers for which `isBad`, in CEL over `c`, holds. */
export function badContainers(isBad: string, label = ''): string {
  return `variables.containers.filter(c, ${isBad}).map(c, ${named(label)})`;
}

/** As `badContainers`, of those that run as long as their pod: its own, and sidecars among the init containers. */
export function badRunningContainers(isBad: string): string {
  const sidecars =
    'variables.podSpec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue("") == "Always")';
  return `(${sidecars} + variables.podSpec.containers).filter(c, ${isBad}).map(c, c.name)`;
}

/** "pod" and the names of the containers whose own security context is bad; `isBad` gives it in CEL of an optional context. */
export function badContexts(isBad: (context: string) => string, label = ''): string {
  const ofPod = `${isBad('variables.podSpec.?securityContext')} ? [${JSON.stringify(`${label}pod`)}] : []`;
  return `(${ofPod}) + ${badContainers(isBad('c.?securityContext'), label)}`;
}

/** An optional field of the security context of container `c`, else of its pod. */
export function effective(field: string): string {
  return `c.?securityContext.?${field}.or(variables.podSpec.?securityContext.?${field})`;
}

/** The text itself where it is so, else nothing. */
export function textIf(isSo: string, text: string): string {
  return `(${isSo} ? [${JSON.stringify(text)}] : [])`;
}

function named(label: string): string {
  return label === '' ? 'c.name' : `${JSON.stringify(label)} + c.name`;
}
