import { usePbxStatus } from './queries';
import { useTrunksText } from './text';

/// Where a trunk's calls leave to. The test exchange is named as what it is.
export function Provider({ id }: { id: number | null }) {
  const t = useTrunksText();
  const { data } = usePbxStatus();
  if (id !== null) return <>{t('providerNumber', { id })}</>;
  return <>{data?.test_exchange ? t('providerTest') : data?.provider || t('providerDefault')}</>;
}
