import { plural } from '../terminal/plural.ts';

const mostNamed = 3;

/** "; 12 files hold no Kubernetes object; 4 templates not rendered; 3 paths ignored"; empty where everything counts. */
export function describeSkipped({
  skipped,
  templates,
  ignored,
}: {
  readonly skipped: number;
  readonly templates: number;
  readonly ignored: number;
}): string {
  const foreign = skipped - templates;
  return [
    ...(foreign === 0
      ? []
      : [`; ${plural(foreign, 'file')} ${foreign === 1 ? 'holds' : 'hold'} no Kubernetes object`]),
    ...(templates === 0 ? [] : [`; ${plural(templates, 'template')} not rendered`]),
    ...(ignored === 0 ? [] : [`; ${plural(ignored, 'path')} ignored`]),
  ].join('');
}

/** A line for each reason, with the places. */
export function describeNotRendered(
  all: readonly { readonly location: string; readonly message: string }[],
): readonly string[] {
  return [...Map.groupBy(all, ({ message }) => message)].map(([message, group]) => {
    const more = group.length > mostNamed ? ` and ${group.length - mostNamed} more` : '';
    const places = group.slice(0, mostNamed).map(({ location }) => location);
    return `${places.join(', ')}${more}: ${message}`;
  });
}
