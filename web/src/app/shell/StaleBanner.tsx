import { useClock } from '@/design/clock';
import { formatAge } from '@/design/format';
import { useStore } from '@/design/store';
import { useCommonText } from '@/i18n/text';
import { connection } from '@/realtime/realtime';
import styles from './Shell.module.css';

const PATIENCE_S = 3; // a cut that is over at once is not worth a word

/// Says how old what one sees is, while nothing comes.
export function StaleBanner() {
  const t = useCommonText();
  const { status, since } = useStore(connection);
  const age = useClock(() => (status === 'lost' && Date.now() - since > PATIENCE_S * 1000 ? formatAge((Date.now() - since) / 1000) : ''));
  return age ? <div className={styles.banner} role="status">{t('staleFor', { age })}</div> : null;
}
