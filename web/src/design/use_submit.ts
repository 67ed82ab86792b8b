import { useState } from 'react';
import { ApiError, isOffline } from '@/api/errors';
import { commonTextNow } from '@/i18n/text';

/// Sending a form: once at a time; what the server says about a field goes to that field, the rest to the form's head.
export function useSubmit<Args extends unknown[]>(work: (...args: Args) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (...args: Args): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await work(...args);
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const field = (name: string): string | undefined => (error instanceof ApiError ? error.field(name) : undefined);
  const named = error instanceof ApiError && error.code === 'INVALID_PARAMS' && Object.values(error.details).some((value) => typeof value === 'string');
  const message = error === null || named ? null : isOffline(error) ? commonTextNow()('offline') : error instanceof Error ? error.message : String(error);
  return { busy, error, field, message, submit, clear: () => setError(null) };
}
