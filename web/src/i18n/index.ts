// Languages. Texts live beside what shows them: features/<name>/{en,ru}.ts, and i18n/{en,ru}.ts for shell and kit. A
// namespace is fetched when something first asks for it.
import i18next from 'i18next';
import { use, useSyncExternalStore } from 'react';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Bilingual = Record<Language, string>;

type Texts = Record<string, string>;
type Loader = () => Promise<{ default: Texts }>;

const features = import.meta.glob<{ default: Texts }>('../features/*/{en,ru}.ts');
// Not of a feature: those of the shell and the kit, and those of errors, which come wherever one is.
const everywhere: Record<string, Record<Language, Loader>> = {
  common: { en: () => import('./en'), ru: () => import('./ru') },
  errors: { en: () => import('./errors/en'), ru: () => import('./errors/ru') },
};

function loaderOf(namespace: string, language: Language): Loader {
  const found = everywhere[namespace]?.[language] ?? features[`../features/${namespace}/${language}.ts`];
  if (!found) throw new Error(`no texts of ${namespace} in ${language}`);
  return found;
}

// `status` is how React's use() knows at once that a promise has come true, without suspending for a moment.
type Loading = Promise<void> & { status?: 'fulfilled'; value?: undefined };
const loading = new Map<string, Loading>();

/// Fetches a namespace in the current language, once.
export function loadTexts(namespace: string, language = currentLanguage()): Promise<void> {
  const key = `${language}/${namespace}`;
  const known = loading.get(key);
  if (known) return known;
  const promise: Loading = loaderOf(namespace, language)().then(({ default: texts }) => {
    i18next.addResourceBundle(language, namespace, texts);
    promise.status = 'fulfilled';
  });
  promise.catch(() => loading.delete(key));
  loading.set(key, promise);
  return promise;
}

const KEY = 'vss.language';

export function currentLanguage(): Language {
  return (i18next.language as Language | undefined) ?? preferredLanguage();
}

export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'ru' || kept === 'en') return kept;
  return navigator.languages.some((tag) => tag.startsWith('ru')) ? 'ru' : 'en';
}

const listeners = new Set<() => void>();

/// Everything on screen in the other language at once: what is loaded in one is fetched in the other before the change.
export async function setLanguage(language: Language): Promise<void> {
  const namespaces = new Set([...loading.keys()].map((key) => key.split('/')[1]!));
  await Promise.all([...namespaces].map((namespace) => loadTexts(namespace, language)));
  localStorage.setItem(KEY, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

// Names that happen to be numbers; every other number is an amount, grouped as the language does.
const NAMES = new Set(['number', 'id', 'status', 'port']);
const shown = (value: unknown, _format?: string, language?: string, options?: Record<string, unknown>): string =>
  (typeof value === 'number' && !NAMES.has(String(options?.interpolationkey)) ? value.toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB') : value as string);

export async function startLanguages(language = preferredLanguage()): Promise<void> {
  await i18next.init({
    lng: language,
    fallbackLng: false,
    showSupportNotice: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, alwaysFormat: true, format: shown }, // React escapes
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => console.error(`no text for ${namespace}/${key}`),
    resources: {},
  });
  document.documentElement.lang = language;
  await Promise.all(Object.keys(everywhere).map((namespace) => loadTexts(namespace, language)));
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentLanguage);
}

type PluralEnding = 'one' | 'few' | 'many' | 'other';
type Base<Key> = Key extends `${infer Name}_${PluralEnding}` ? Name : Key;
export type Keys<English> = Base<keyof English> & string;
export type Translate<English> = (key: Keys<English>, values?: Record<string, string | number>) => string;

/// What ru.ts has to be, for an en.ts: `export default {…} satisfies Russian<typeof en>`. Counted texts (`x_one`,
/// `x_other` in English) need the four forms of Russian.
export type Russian<English> = {
  [Key in keyof English as Key extends `${string}_${PluralEnding}` ? never : Key]: string;
} & {
  [Key in keyof English as Key extends `${infer Name}_other` ? `${Name}_${PluralEnding}` : never]: string;
};

/// Whether there is a text of that name in the language on screen: for codes of a server that may know more than this page does.
export const hasText = (namespace: string, key: string): boolean => i18next.exists(key, { ns: namespace });

const translators = new Map<string, Translate<Texts>>();

function translator(namespace: string, language: Language): Translate<Texts> {
  const key = `${language}/${namespace}`;
  let found = translators.get(key);
  if (!found) {
    const translate = i18next.getFixedT(language, namespace) as unknown as (key: string, values?: object) => string;
    translators.set(key, (found = (name, values) => translate(name, values)));
  }
  return found;
}

/// `export const useSlotsText = textOf<typeof en>('slots')` in features/slots/text.ts gives the feature its hook.
export function textOf<English>(namespace: string): () => Translate<English> {
  return () => {
    const language = useLanguage();
    use(loadTexts(namespace, language));
    return translator(namespace, language) as Translate<English>;
  };
}

/// The same outside of components, for what is shown later (toasts). The namespace must be loaded.
export function textNow<English>(namespace: string): Translate<English> {
  return translator(namespace, currentLanguage()) as Translate<English>;
}
