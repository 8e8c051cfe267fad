import { type Control, fail } from '../../control/control.ts';
import { type Entrance, isSecured } from '../../exposure/entrances.ts';

export const networkTls: Control = {
  id: 'SB-NET-06',
  title: 'Ingresses and gateways have TLS for every host',
  area: 'network',
  severity: 'medium',
  rule: 'Every host of an Ingress is among the hosts of its tls, and every HTTP listener of a Gateway has an HTTPS or TLS listener for its host. Ingresses by which cert-manager answers ACME challenges pass, and those with the annotation appgw.ingress.kubernetes.io/appgw-ssl-certificate.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
  remediation:
    'Add the host to spec.tls with the Secret of its certificate (for a Gateway, a listener of protocol HTTPS with certificateRefs), and redirect HTTP to HTTPS.',
  needs: ['ingresses', 'namespaces'],
  judge: ({ entrances }) =>
    entrances
      .filter((each) => !isExcused(each))
      .flatMap((entrance) =>
        entrance.plain
          .filter(({ host }) => !isSecured(host, entrance))
          .map(({ host, path }) => ({
            ...fail(entrance.resource, `${host === '' ? 'HTTP without a host' : host} has no TLS`),
            path,
            facts: [host],
          })),
      ),
};

/** ACME asks over HTTP; the application gateway takes the certificate from its own settings. */
function isExcused({ labels, annotations }: Entrance): boolean {
  return (
    labels['acme.cert-manager.io/http01-solver'] === 'true' ||
    (annotations['appgw.ingress.kubernetes.io/appgw-ssl-certificate'] ?? '') !== ''
  );
}
