import { hasText, type Translate } from '@/i18n';
import type en from './en';

type Texts = Translate<typeof en>;
const known = (key: string): key is Parameters<Texts>[0] => hasText('roles', key);
const wordFor = (key: string, code: string, t: Texts): string => (known(key) ? t(key) : code);

export const resourceInWords = (resource: string, t: Texts): string => wordFor(`resource.${resource}`, resource, t);

/// The part behind the dot, in a word.
export const actionInWords = (permission: string, t: Texts): string => {
  const action = permission.slice(permission.indexOf('.') + 1);
  return wordFor(`action.${action}`, action, t);
};
