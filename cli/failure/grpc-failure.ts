/** gRPC's own numbers, those that mean something to us. */
export const grpc = {
  /** Also what the server says when our deadline reaches it before it reaches us. */
  cancelled: 1,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  failedPrecondition: 9,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export interface GrpcFailure {
  readonly code: number;
  readonly details: string;
}

/** The gRPC failure inside an error of Temporal's client, known by its shape; null: there is none. */
export function grpcFailureOf(error: unknown): GrpcFailure | null {
  for (let each = error; each instanceof Error; each = each.cause)
    if ('code' in each && 'details' in each && typeof each.code === 'number')
      return { code: each.code, details: String(each.details) };
  return null;
}

/** No one answered in time. */
export function ranOutOfTime(error: unknown): boolean {
  const code = grpcFailureOf(error)?.code;
  return code === grpc.deadlineExceeded || code === grpc.cancelled;
}
