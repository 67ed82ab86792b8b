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

interface Owned {
  user_id: string | null;
  team_id: string | null;
}

/// Whether the one who is signed in may hear the recording of a call, as far as is known here; of leads the server knows whose
/// they are.
export function useMayHear(): (call: Owned & { lead_id: string | null }) => boolean {
  const state = useSession();
  const may = useMay('recordings.read');
  return (call) => {
    if (!may || !('scope' in state)) return false;
    const reach = state.scope.recordings;
    return reach === 'all' || call.user_id === state.user.id || (reach === 'team' && call.team_id !== null) || call.lead_id !== null;
  };
}

/// Whether the role's data rules let the one who is signed in rule over a call, besides the permission: their own, the
/// team's, or everybody's. Of teams that somebody leads from outside the server alone knows; it refuses what is not theirs.
export function useMayControl(): (call: Owned) => boolean {
  const state = useSession();
  return (call) => {
    if (!('scope' in state)) return false;
    const reach = state.scope.call_control;
    return reach === 'all' || call.user_id === state.user.id || (reach === 'team' && call.team_id !== null);
  };
}
