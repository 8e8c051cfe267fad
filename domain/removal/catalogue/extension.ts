import type { Lineage } from './lineage.ts';

const guide = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/#webhook-resources-v122';

/** What extends the API server: webhooks, policies, custom resources, other servers. */
export const extension: readonly Lineage[] = [
  {
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    isClusterWide: true,
    changes:
      'sideEffects (None or NoneOnDryRun) and admissionReviewVersions are required; failurePolicy is Fail, matchPolicy Equivalent, timeoutSeconds 10 by default',
    versions: [
      {
        api: 'admissionregistration.k8s.io/v1beta1',
        introduced: 9,
        deprecated: 16,
        removed: 22,
        source: 'marker',
      },
      {
        api: 'admissionregistration.k8s.io/v1',
        introduced: 16,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
    ],
  },
  {
    kinds: ['InitializerConfiguration'],
    isClusterWide: true,
    changes: 'no replacement; your own admission webhook can change objects',
    versions: [
      {
        api: 'admissionregistration.k8s.io/v1alpha1',
        introduced: 7,
        deprecated: null,
        removed: 14,
        source: 'type-gone',
      },
    ],
  },
  {
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'admissionregistration.k8s.io/v1alpha1',
        introduced: 26,
        deprecated: 29,
        removed: 32,
        source: 'marker',
      },
      {
        api: 'admissionregistration.k8s.io/v1beta1',
        introduced: 28,
        deprecated: 31,
        removed: 34,
        source: 'marker',
      },
      {
        api: 'admissionregistration.k8s.io/v1',
        introduced: 30,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
    ],
  },
  {
    kinds: ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'admissionregistration.k8s.io/v1alpha1',
        introduced: 32,
        deprecated: 35,
        removed: 38,
        source: 'marker',
      },
      {
        api: 'admissionregistration.k8s.io/v1beta1',
        introduced: 34,
        deprecated: 37,
        removed: 40,
        source: 'marker',
      },
      {
        api: 'admissionregistration.k8s.io/v1',
        introduced: 36,
        deprecated: null,
        removed: null,
        source: 'marker',
      },
    ],
  },
  {
    kinds: ['AdmissionReview'],
    changes: "the response must repeat the request's uid and set apiVersion and kind",
    versions: [
      { api: 'admission.k8s.io/v1beta1', introduced: 9, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'admission.k8s.io/v1', introduced: 16, deprecated: null, removed: null, source: guide },
    ],
  },
  {
    kinds: ['CustomResourceDefinition'],
    isClusterWide: true,
    changes:
      'spec.scope is required; spec.version, validation, subresources and additionalPrinterColumns move into each of spec.versions; every version needs a structural schema; the conversion webhook moves to spec.conversion.webhook',
    versions: [
      { api: 'apiextensions.k8s.io/v1beta1', introduced: 7, deprecated: 16, removed: 22, source: 'marker' },
      { api: 'apiextensions.k8s.io/v1', introduced: 16, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ConversionReview'],
    changes: null,
    versions: [
      { api: 'apiextensions.k8s.io/v1beta1', introduced: 13, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'apiextensions.k8s.io/v1', introduced: 16, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['APIService'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'apiregistration.k8s.io/v1beta1', introduced: 7, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'apiregistration.k8s.io/v1', introduced: 10, deprecated: null, removed: null, source: 'marker' },
    ],
  },
];
