import * as Radix from '@radix-ui/react-dialog';
import { lazy, Suspense } from 'react';
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
          <Suspense><Finder close={() => paletteOpen.set(false)} /></Suspense>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
