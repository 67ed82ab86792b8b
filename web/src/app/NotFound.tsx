import { Link } from 'react-router-dom';
import { Page } from '@/design/Page';
import { Empty } from '@/design/Parts';
import { useCommonText } from '@/i18n/text';

export function NotFound() {
  const t = useCommonText();
  return <Page title={t('noPage')}><Empty title={t('noPage')} action={<Link to="/">{t('toStart')}</Link>}>{t('noPageAdvice')}</Empty></Page>;
}
