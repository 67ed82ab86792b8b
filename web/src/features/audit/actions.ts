import { hasText, type Translate } from '@/i18n';
import en from './en';
import type { AuditRecord } from './queries';
import ru from './ru';

type Texts = Translate<typeof en>;
const ACTION = 'action.';
const known = (key: string): key is Parameters<Texts>[0] => hasText('audit', key);

/// What an action of the audit is in words. One that is not known here is shown as it is written in the record.
export function actionInWords(action: string, t: Texts): string {
  const key = `action.${action}`;
  return known(key) ? t(key) : action;
}

// Their own words say that something was refused.
const REFUSALS = new Set(['auth.throttled', 'token.refused', 'permission.denied', 'refusals.other', 'subscription.refused']);

/// What a record says: a call that was refused is not told as one that was started.
export function recordInWords({ action, success }: Pick<AuditRecord, 'action' | 'success'>, t: Texts): string {
  const words = actionInWords(action, t);
  if (success || REFUSALS.has(action)) return words;
  return t('refusedAction', { action: words.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()) });
}

export interface Choice {
  value: string;
  text: string;
  words: string;
}

/// Every action that has words, to choose from: found by its code and by its words in both languages. `chosen` is there too when
/// it is another, as an address may name one.
export function actionChoices(t: Texts, chosen = ''): Choice[] {
  const codes = (Object.keys(en) as (keyof typeof en)[]).flatMap((key) => (key.startsWith(ACTION) ? [key.slice(ACTION.length)] : []));
  const all: Choice[] = codes.map((code) => ({ value: code, text: actionInWords(code, t), words: [code, en[`${ACTION}${code}` as keyof typeof en], ru[`${ACTION}${code}` as keyof typeof ru]].join(' ') }));
  if (chosen && !codes.includes(chosen)) all.unshift({ value: chosen, text: chosen, words: chosen });
  return all.sort((a, b) => a.text.localeCompare(b.text));
}

/// What an action was done to: its kind in words, then its name or number.
export function targetInWords(target: string, t: Texts): string {
  const [, kind = '', rest = ''] = /^(second factor of the user|[a-z]+)(?: (.+))?$/.exec(target) ?? [];
  const key = `target.${kind}`;
  return known(key) ? `${t(key)} ${rest}`.trim() : target;
}
