import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Аудит',
  byOutcome: 'По исходу',
  byUser: 'Любой',
  byAction: 'Действие: auth.login…',
  from: 'С дня',
  to: 'По день',
  at: 'Когда',
  who: 'Кто',
  nobody: 'никто не вошёл',
  action: 'Действие',
  target: 'Что',
  address: 'Откуда',
  request: 'Запрос',
  outcome: 'Исход',
  done: 'сделано',
  refused: 'отказано',
  number: 'Запись',
  hash: 'Хеш',
  detail: 'Подробно',
  chained: 'Каждая запись хранит хеш предыдущей: `vss audit verify` назовёт первую изменённую.',
  emptyTitle: 'Пока ничего не произошло',
  emptyText: 'Здесь будет каждый вход, отказ и изменение: кто, когда и откуда.',
  nothing: 'Таких записей нет',
  nothingText: 'Действие пишется целиком: auth.login, slots.create, permission.denied.',
} satisfies Russian<typeof en>;
