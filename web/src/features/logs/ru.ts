import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Журнал',
  search: 'Найти в сообщениях',
  at: 'Время',
  severity: 'Важность',
  anySeverity: 'Любая важность',
  andWorse: '{{severity}} и важнее',
  module: 'Модуль',
  anyModule: 'Любой модуль',
  message: 'Сообщение',
  flow: 'Поток',
  by: 'Кто записал',
  request: 'Запрос',
  event: 'Событие',
  fields: 'Поля',
  pause: 'Пауза',
  follow: 'Следить',
  emptyTitle: 'Журнал пуст',
  emptyText: 'Здесь появится всё, что делают сервисы, сразу как сделано.',
  nothing: 'Таких строк нет',
  nothingText: 'Уберите часть фильтра. Старых строк может уже не быть: журнал хранится ограниченное время и до ограниченного объёма.',
} satisfies Russian<typeof en>;
