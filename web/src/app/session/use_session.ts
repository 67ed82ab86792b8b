import { useSyncExternalStore } from 'react';
import { session, type SessionState } from './session';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, () => session.state);

/// Whether the one who is signed in may do that; re-renders when it changes.
export function useMay(permission: string): boolean {
  const state = useSession();
  return 'permissions' in state && state.permissions.has(permission);
}

export function useUser() {
  const state = useSession();
  return 'user' in state ? state.user : null;
}
