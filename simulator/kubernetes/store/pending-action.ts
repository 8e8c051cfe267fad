/** Something that is to happen in a cluster at a later virtual moment: plain data, so that it outlives a restart. */
export type PendingAction =
  /** The pod with that uid; another one of its name is left alone. */
  | {
      readonly kind: 'start-pod' | 'end-pod' | 'finish-pod';
      readonly namespace: string;
      readonly name: string;
      readonly uid: string;
    }
  /** A node whose systemd was asked for it goes down, and comes up again; whether the pod that asked is still there or not. */
  | {
      readonly kind: 'shut-down' | 'boot';
      readonly node: string;
      readonly by: { readonly namespace: string; readonly name: string; readonly uid: string };
    }
  /** That pod again; `turns` are left with this one. */
  | {
      readonly kind: 'flap-pod';
      readonly namespace: string;
      readonly name: string;
      readonly uid: string;
      readonly turns: number;
    }
  /** The pods that tolerate a node being down for `seconds`, if it has been down since that moment. */
  | {
      readonly kind: 'evict-by-taint';
      readonly node: string;
      readonly since: string;
      readonly seconds: number;
    }
  /** The budget as of that generation. */
  | {
      readonly kind: 'observe-budget';
      readonly namespace: string;
      readonly name: string;
      readonly generation: number;
    };

export interface DueAction {
  readonly atMs: number;
  readonly action: PendingAction;
}
