import { Button } from '@/design/Button';
import { Empty } from '@/design/Parts';
import { useCommonText } from '@/i18n/text';

/// Instead of a page whose code failed. A chunk that is gone means that the server has a newer version: reloading is right then, too.
export function Broken({ error }: { error: unknown }) {
  const t = useCommonText();
  return (
    <div role="alert">
      <Empty title={t('crashed')} action={<Button kind="primary" onClick={() => location.reload()}>{t('reload')}</Button>}>
        {t('crashedAdvice')} <span className="mono small">{error instanceof Error ? error.message : String(error)}</span>
      </Empty>
    </div>
  );
}
