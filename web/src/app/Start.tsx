import { Navigate } from 'react-router-dom';
import { NotFound } from './NotFound';
import { pages } from './routes';
import { useSession } from './session/use_session';

/// The address without a page: the first that the role may see.
export function Start() {
  const state = useSession();
  const first = pages.find((page) => page.nav && (page.needs === null || ('permissions' in state && state.permissions.has(page.needs))));
  return first ? <Navigate to={first.path} replace /> : <NotFound />;
}
