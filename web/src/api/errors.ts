/// Why a request failed, in the API's closed vocabulary (docs of api/common.yaml), or `OFFLINE` when nothing answered.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown>,
    readonly requestId: string,
    readonly retryAfterS?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /// What the server says about a field, when that is what it complains of.
  field(name: string): string | undefined {
    const said = this.code === 'INVALID_PARAMS' ? this.details[name] : undefined;
    return typeof said === 'string' ? said : undefined;
  }
}

export const isOffline = (error: unknown): boolean => error instanceof ApiError && error.code === 'OFFLINE';
