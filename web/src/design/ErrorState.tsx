import { isOffline, wantsSecondFactor, ApiError } from '@/api/errors';
import { errorInWords } from './error_words';
import { useCommonText } from '@/i18n/text';
import { Button } from './Button';
import { Empty } from './Parts';

// A whole page load: the session asks anew what is allowed, and finds the account page to be all that is.
export const ACCOUNT = '/account';

/// What went wrong, why, and what to do; with the request's id for whoever looks into the log.
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useCommonText();
  const known = error instanceof ApiError ? error : null;
  if (wantsSecondFactor(error)) {
    return <div role="alert"><Empty title={t('secondFactorNow')} action={<a href={ACCOUNT}>{t('setUpSecondFactor')}</a>}>{t('secondFactorNowAdvice')}</Empty></div>;
  }
  const title = isOffline(error) ? t('offline') : known?.status === 403 ? t('forbidden') : known?.status === 404 ? t('notFound') : t('failed');
  const advice = isOffline(error) ? t('offlineAdvice') : known?.status === 403 ? t('forbiddenAdvice') : errorInWords(error);
  return (
    <div role="alert">
      <Empty title={title} action={onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}>
        {advice}
        {known?.requestId && known.status >= 500 && <span className="small quiet"> {t('requestId')} <span className="mono">{known.requestId}</span></span>}
      </Empty>
    </div>
  );
}
