import { campaignImages } from '#domain/status/campaign-images.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { writeTextFile } from '../input/write-text-file.ts';
import { readStatus, type StatusReading } from '../temporal/read-status.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { reportHtml } from '../view/report/report-html.ts';
import { reportJunit } from '../view/report/report-junit.ts';
import { reportMarkdown } from '../view/report/report-markdown.ts';
import { reportPage } from '../view/report/report-page.ts';
import { jsonText, log, printDocument } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** What happened, so far or in the end: always 0, since a report of a failure is a report as well. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [name = ''] = positional;
  const reading = await withTemporal((session) =>
    during('reading the campaign', () => readStatus(session, name)),
  );
  const text = await write(reading, options.text('output') ?? 'md');
  const file = options.text('out');
  if (file === null) printDocument(text);
  else {
    writeTextFile(file, 'the report', `${text}\n`);
    log(`Saved to ${file}`);
  }
  return exitCodes.done;
}

async function write(reading: StatusReading, format: string): Promise<string> {
  const { status, plan } = reading;
  if (format === 'json')
    return jsonText({ ...status, kind: 'CampaignReport', plan, nodeImages: campaignImages(status) });
  if (format === 'junit') return reportJunit(status);
  return format === 'html' ? reportHtml(reportPage(reading)) : reportMarkdown(reportPage(reading));
}
