import { plural } from '../terminal/plural.ts';

const mostNamed = 3;

/** "; 12 files hold no Kubernetes object; not judged: 1 chart or kustomization (4 templates), 2 of unknown kinds; 3 paths ignored"; empty where everything counts. */
export function describeSkipped({
  skipped,
  templates,
  ignored,
  notRendered,
  unknownKinds = [],
}: {
  readonly skipped: number;
  readonly templates: number;
  readonly ignored: number;
  readonly notRendered: readonly object[];
  readonly unknownKinds?: readonly string[];
}): string {
  const foreign = skipped - templates;
  const inside = templates === 0 ? '' : ` (${plural(templates, 'template')})`;
  const unjudged = [
    ...(notRendered.length === 0
      ? []
      : [
          `${notRendered.length} ${notRendered.length === 1 ? 'chart or kustomization' : 'charts or kustomizations'}${inside}`,
        ]),
    ...(unknownKinds.length === 0 ? [] : [`${plural(unknownKinds.length, 'pod template')} of unknown kinds`]),
  ];
  return [
    ...(foreign === 0
      ? []
      : [`; ${plural(foreign, 'file')} ${foreign === 1 ? 'holds' : 'hold'} no Kubernetes object`]),
    ...(unjudged.length === 0 ? [] : [`; not judged: ${unjudged.join(', ')}`]),
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
