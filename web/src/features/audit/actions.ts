import { hasText, type Translate } from '@/i18n';
import type en from './en';

type Texts = Translate<typeof en>;
const known = (key: string): key is Parameters<Texts>[0] => hasText('audit', key);

/// What an action of the audit is in words. One that is not known here is shown as it is written in the record.
export function actionInWords(action: string, t: Texts): string {
  const key = `action.${action}`;
  return known(key) ? t(key) : action;
}
