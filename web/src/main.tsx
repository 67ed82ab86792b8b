import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/base.css';
import { App } from './app/App';
import { session } from './app/session/session';
import { startKeys } from './design/keys';
import { startTheme } from './design/preferences';
import { startLanguages } from './i18n';
import { startRealtime } from './realtime/realtime';

startTheme();
startKeys();
// Texts and session at the same time: neither waits for the other.
const restored = session.restore();
await startLanguages();
await restored;
startRealtime();
createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);
