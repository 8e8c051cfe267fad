import { expect, it } from 'vitest';
import { auditHtml } from '#cli/view/audit/audit-html.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { audited } from '../../../builders/an-audited-cluster.ts';

const reportOf = (pods: number, image: (at: number) => string, namespaceOf: (at: number) => string) => {
  const objects = Array.from({ length: pods }, (_, at) =>
    aPod({
      container: { image: image(at), resources: {} },
      context: { allowPrivilegeEscalation: true, runAsNonRoot: false },
      metadata: { name: `web-${at}`, namespace: namespaceOf(at) },
    }),
  );
  const audit = audited({ objects });
  return { ...audit, voidWaivers: [], pods: [], problems: [] };
};

it('names at most twenty objects of one cause, looks up no other place, and counts the rest', async () => {
  let lookUps = 0;
  const report = reportOf(
    500,
    () => 'registry.example/web:1',
    () => 'shop',
  );
  const places = new Map(
    Array.from({ length: 500 }, (_, at) => [
      `Pod/shop/web-${at}`,
      () => {
        lookUps += 1;
        return `web.yaml:${at}`;
      },
    ]),
  );
  const page = await auditHtml(report, places);
  const rows = page.split('<tr>').filter((row) => row.includes('Pod/web-'));
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    expect(row.match(/Pod\/web-/g)).toHaveLength(20);
    expect(row).toContain('and 480 more');
  }
  expect(lookUps).toBe(rows.length * 20);
});

it('has at most 2,000 findings that differ, and counts those that are not shown', async () => {
  const images = reportOf(
    2_500,
    (at) => `registry.example/web-${at}:latest`,
    () => 'shop',
  );
  const pages = await Promise.all([
    auditHtml(images, new Map()),
    auditHtml(
      reportOf(
        2_500,
        () => 'registry.example/web:1',
        (at) => `shop-${at}`,
      ),
      new Map(),
    ),
  ]);
  for (const page of pages) {
    expect(page.match(/<td>(?:FAIL|WARN|UNKNOWN|INFO|WAIVED)<\/td>/g)).toHaveLength(2_000);
    expect(page).toMatch(/<h2>Not shown<\/h2>[\s\S]*<td>\d{3,}<\/td><td>drydock audit -o json --all<\/td>/);
  }
});
