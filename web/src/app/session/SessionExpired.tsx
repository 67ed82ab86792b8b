import { Button } from '@/design/Button';
import { Dialog } from '@/design/Dialog';
import { useCommonText } from '@/i18n/text';
import { session } from './session';
import { SignInForm } from './SignInForm';

/// Over the page, which stays with all that was typed; what waits for a token goes on after.
export function SessionExpired({ username }: { username: string }) {
  const t = useCommonText();
  return (
    <Dialog open onClose={() => undefined} closing="stays" title={t('expired')} about={t('expiredAbout')}>
      <SignInForm username={username} />
      <Button kind="quiet" onClick={() => session.leave()}>{t('otherUser')}</Button>
    </Dialog>
  );
}
