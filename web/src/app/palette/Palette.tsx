import * as Radix from '@radix-ui/react-dialog';
import { lazy, Suspense, useRef, useState, type KeyboardEvent } from 'react';
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
          <Asking close={() => paletteOpen.set(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/// The field is there at once and has the focus: what is typed before the list has been fetched is in it, and nowhere else.
function Asking({ close }: { close: () => void }) {
  const t = useCommonText();
  const [text, setText] = useState('');
  const [active, setActive] = useState<string | undefined>(undefined);
  const keys = useRef<((event: KeyboardEvent) => void) | null>(null);
  return (
    <>
      <input className={styles.text} role="combobox" aria-expanded aria-controls="commands" aria-activedescendant={active} aria-label={t('palette')}
        placeholder={t('paletteHint')} value={text} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => keys.current?.(event)} />
      <Suspense><Finder text={text} close={close} keys={keys} onActive={setActive} /></Suspense>
    </>
  );
}
