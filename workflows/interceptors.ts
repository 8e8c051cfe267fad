import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { type WorkflowInterceptors, workflowInfo } from '@temporalio/workflow';
import { campaignHeader, subjectOfWorkflow } from '#domain/campaign/workflow-subject.ts';

/**
 * What every workflow gets around it: log lines that say which campaign and cluster they are about, and the
 * campaign's name on the way to each activity, whose log lines say it too. No command of a workflow changes by it.
 */
export function interceptors(): WorkflowInterceptors {
  const { workflowId, parent } = workflowInfo();
  const subject = { ...subjectOfWorkflow(parent?.workflowId ?? ''), ...subjectOfWorkflow(workflowId) };
  const { campaign } = subject;
  const named: Headers =
    campaign === undefined ? {} : { [campaignHeader]: defaultPayloadConverter.toPayload(campaign) };
  return {
    outbound: [
      {
        getLogAttributes: (attributes, next) => next({ ...attributes, ...subject }),
        scheduleActivity: (input, next) => next({ ...input, headers: { ...input.headers, ...named } }),
      },
    ],
  };
}
