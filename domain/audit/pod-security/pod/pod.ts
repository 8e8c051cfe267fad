/** The fields of a pod that Pod Security Standards judge, named as in the API; read by `read-pod.ts`. */
export interface Pod {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly os?: { readonly name?: string };
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly securityContext?: PodSecurityContext;
  readonly serviceAccountName?: string;
  /** The older name of the same. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly restartPolicy?: string;
  /** Of the whole pod. */
  readonly resources?: Resources;
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  /** Of sidecars. */
  readonly restartPolicy?: string;
  readonly resources?: Resources;
  /** Of live clusters only variables that hold a secret or come from one, without values. */
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name?: string } }[];
  /** Of live clusters only mounts of hostPath volumes. */
  readonly volumeMounts?: readonly { readonly name?: string; readonly readOnly?: boolean }[];
  readonly ports?: readonly { readonly containerPort?: number; readonly hostPort?: number }[];
  readonly securityContext?: ContainerSecurityContext;
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

export interface EnvVar {
  readonly name?: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: object };
}

interface Resources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

export interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** A volume has its name and one source, the field that is named after its kind. */
export interface Volume {
  readonly name?: string;
  readonly hostPath?: { readonly path?: string };
}

/** What a pod may set for all of its containers, and each container for itself. */
export interface SharedSecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: Profile;
  readonly appArmorProfile?: Profile;
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean; readonly runAsUserName?: string };
}

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

interface PodSecurityContext extends SharedSecurityContext {
  readonly sysctls?: readonly { readonly name?: string }[];
}

interface ContainerSecurityContext extends SharedSecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}
