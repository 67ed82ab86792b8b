import * as Radix from '@radix-ui/react-dialog';
import { lazy, Suspense, useState } from 'react';
import { useKeys } from '@/design/keys';
import { useStore } from '@/design/store';
import overlay from '@/design/Overlay.module.css';
import { useCommonText } from '@/i18n/text';
import { paletteOpen } from './commands';
import styles from './Palette.module.css';

// What it finds with is fetched when it is first opened: nobody's first page waits for it.
const Finder = lazy(async () => import('./Finder'));

export function Palette() {
  const t = useCommonText();
  const open = useStore(paletteOpen);
  useKeys(t('keys.everywhere'), [{ keys: 'mod+k', label: t('keys.palette'), always: true, run: () => paletteOpen.set((before) => !before) }]);
  return (
    <Radix.Root open={open} onOpenChange={(next) => paletteOpen.set(next)}>
      <Radix.Portal>
        <Radix.Overlay className={overlay.scrim} />
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className="sr-only">{t('palette')}</Radix.Title>
          <Opened />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/// What is typed before the finder is there is the beginning of what is looked for.
function Opened() {
  const t = useCommonText();
  const [early, setEarly] = useState('');
  const meanwhile = <input className={styles.text} aria-label={t('palette')} placeholder={t('paletteHint')} value={early} onChange={(event) => setEarly(event.target.value)} />;
  return <Suspense fallback={meanwhile}><Finder typed={early} close={() => paletteOpen.set(false)} /></Suspense>;
}
