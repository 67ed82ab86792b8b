import { useState } from 'react';
import { Dialog } from '@/design/Dialog';
import { useStore } from '@/design/store';
import { useCommonText } from '@/i18n/text';
import { keyGroups, showKeys, useKeys } from '@/design/keys';
import styles from './KeyHelp.module.css';

/// `?` lists the keys that work on this page.
export function KeyHelp() {
  const t = useCommonText();
  const [open, setOpen] = useState(false);
  useKeys(t('keys.everywhere'), [{ keys: '?', label: t('keys.help'), run: () => setOpen(true) }]);
  return open && <Help onClose={() => setOpen(false)} />;
}

function Help({ onClose }: { onClose: () => void }) {
  const t = useCommonText();
  const titles = [...new Set(useStore(keyGroups).map((group) => group.title))];
  const groups = titles.map((title) => ({ title, keys: keyGroups.get().filter((group) => group.title === title).flatMap((group) => group.keys) }));
  return (
    <Dialog open onClose={onClose} title={t('keys.title')} shape="wide">
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>{group.keys.map((key) => <div key={key.keys}><dt>{key.label}</dt><dd>{showKeys(key.keys).split(' ').map((part, index) => <kbd key={index}>{part}</kbd>)}</dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
