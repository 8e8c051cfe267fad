import type { Sample } from './judge-samples.ts';

const line = /^[\w:]+(?:\{(.*)\})? (\S+)/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/**
 * The samples of one metric in what an endpoint serves (prometheus.io/docs, "Exposition formats"), in its order. Such
 * a text may have megabytes of other metrics.
 */
export function samplesInText(text: string, metric: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((each) => each.startsWith(metric) && (each[metric.length] === '{' || each[metric.length] === ' '))
    .map((each) => {
      const [, labels = '', value = ''] = line.exec(each) ?? [];
      const named = [...labels.matchAll(label)].map(([, name = '', given = '']) => [name, given] as const);
      return { labels: Object.fromEntries(named), value };
    });
}
