import { Dialog } from '@/design/Dialog';
import { makeStore, useStore } from '@/design/store';
import { useCommonText } from '@/i18n/text';
import { keyGroups, showKeys, useKeys } from '@/design/keys';
import styles from './KeyHelp.module.css';

export const keyHelpOpen = makeStore(false);

/// `?` lists the keys that work on this page.
export function KeyHelp() {
  const t = useCommonText();
  const open = useStore(keyHelpOpen);
  useKeys(t('keys.everywhere'), [{ keys: '?', label: t('keys.help'), run: () => keyHelpOpen.set(true) }]);
  return open && <Help onClose={() => keyHelpOpen.set(false)} />;
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
