import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';
import { ConfirmHost } from '@/design/confirm';
import { Toasts } from '@/design/toasts';
import { TooltipProvider } from '@/design/Tooltip';
import { Broken } from './Broken';
import { NotFound } from './NotFound';
import { pageElement } from './page_element';
import { queries } from './query_client';
import { pages } from './routes';
import { Login } from './session/Login';
import { SessionExpired } from './session/SessionExpired';
import { useSession } from './session/use_session';
import { Shell } from './shell/Shell';
import { Start } from './Start';

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      ...pages.map((page) => ({ path: page.path, element: pageElement(page), errorElement: <Broken /> })),
      { path: '/', element: <Start /> },
      { path: '*', element: <NotFound /> },
    ],
  },
], { future: { v7_relativeSplatPath: true, v7_fetcherPersist: true, v7_normalizeFormMethod: true, v7_partialHydration: true, v7_skipActionErrorRevalidation: true } });

export function App() {
  const state = useSession();
  if (state.status === 'starting') return null;
  return (
    <TooltipProvider>
      <QueryClientProvider client={queries}>
        {state.status === 'anonymous' ? <Login /> : (
          <>
            <Suspense><RouterProvider router={router} future={{ v7_startTransition: true }} /></Suspense>
            <ConfirmHost />
            {state.status === 'expired' && <SessionExpired username={state.user.username} />}
          </>
        )}
        <Toasts />
      </QueryClientProvider>
    </TooltipProvider>
  );
}
