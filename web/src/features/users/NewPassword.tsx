import { Button } from '@/design/Button';
import { CopyText } from '@/design/CopyText';
import { Dialog } from '@/design/Dialog';
import { KeyValue, Notice } from '@/design/Parts';
import { useUsersText } from './text';

/// The one time that a new password is seen. It closes by its button only, so that a stray click does not lose it.
export function NewPassword({ username, password, onClose }: { username: string; password: string; onClose: () => void }) {
  const t = useUsersText();
  return (
    <Dialog open closing="stays" onClose={onClose} title={t('passwordOf', { name: username })} actions={<Button kind="primary" onClick={onClose} autoFocus>{t('kept')}</Button>}>
      <Notice tone="warning">{t('passwordOnce')}</Notice>
      <KeyValue rows={[
        [t('username'), <CopyText key="u" text={username} label={t('username')} />],
        [t('password'), <CopyText key="p" text={password} label={t('password')} />],
      ]} />
    </Dialog>
  );
}
