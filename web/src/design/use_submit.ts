import { useRef, useState } from 'react';
import { ApiError } from '@/api/errors';
import { badFieldsOf, errorInWords, fieldInWords } from './error_words';

/// Sending a form: once at a time; what is wrong with a field is said at that field, the rest at the form's head.
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
  // The fields that the form shows: it asks for each at every render. What the server says of others is for the head.
  const shown = useRef(new Set<string>());
  const field = (name: string): string | undefined => {
    shown.current.add(name);
    return error instanceof ApiError && error.isAbout(name) ? fieldInWords(name, error.resource) : undefined;
  };
  const bad = badFieldsOf(error);
  const message = error === null || (bad.length > 0 && bad.every((name) => shown.current.has(name))) ? null : errorInWords(error);
  return { busy, error, field, message, submit, clear: () => setError(null) };
}
