/// Why a request failed, in the API's closed vocabulary (docs of api/common.yaml), or `OFFLINE` when nothing answered.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown>,
    readonly requestId: string,
    readonly retryAfterS?: number,
    readonly resource = '', // whose address was asked: trunks, leads …
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /// Whether nothing but two-factor sign-in is missing: the role has come to need it since its user signed in.
  get wantsSecondFactor(): boolean {
    return this.status === 403 && this.details.second_factor === 'required';
  }

  /// Whether the server complains of that field.
  isAbout(name: string): boolean {
    return this.code === 'INVALID_PARAMS' && name in this.details;
  }
}

/// `trunks` for /api/trunks/7, `leads` for /api/crm/leads.
export function resourceOf(address: string): string {
  const [first = '', second = ''] = address.replace(/[?#].*$/, '').replace(/^.*\/api\//, '').split('/');
  const resource = first === 'crm' ? second : first;
  return { call: 'calls', note: 'notes' }[resource] ?? resource;
}

export const wantsSecondFactor = (error: unknown): boolean => error instanceof ApiError && error.wantsSecondFactor;
export const isOffline = (error: unknown): boolean => error instanceof ApiError && error.code === 'OFFLINE';
