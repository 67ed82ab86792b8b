import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/base.css';
import { App } from './app/App';
import { startCentre } from './app/centre';
import { drafts, type DraftChange } from './app/drafts/drafts';
import { preloadPage } from './app/page_element';
import { session } from './app/session/session';
import { startKeys } from './design/keys';
import { startTheme } from './design/preferences';
import { startLanguages } from './i18n';
import { startRealtime } from './realtime/realtime';

startTheme();
startKeys();
// Texts, session and the page's code at the same time: none waits for another.
const restored = session.restore();
await startLanguages();
await Promise.all([restored, preloadPage(location.pathname)]);
startRealtime([{ updates: { 'draft.update': (change: DraftChange) => drafts.heed(change) }, onReturn: () => void drafts.refresh() }]);
startCentre();
drafts.start();
createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);
