import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Логи',
  search: 'Найти в сообщениях',
  at: 'Время',
  severity: 'Уровень',
  anySeverity: 'Любой уровень',
  andWorse: '{{severity}} и выше',
  'severity.debug': 'отладка',
  'severity.info': 'информация',
  'severity.warning': 'предупреждение',
  'severity.error': 'ошибка',
  module: 'Модуль',
  anyModule: 'Любой модуль',
  message: 'Сообщение',
  flow: 'Поток',
  by: 'Кто записал',
  request: 'ID запроса',
  event: 'Событие',
  fields: 'Поля',
  pause: 'Пауза',
  follow: 'Следить',
  emptyTitle: 'Логи пусты',
  emptyText: 'Здесь появляются сообщения сервисов, как только они записаны.',
  nothing: 'Сообщения не найдены',
  nothingText: 'Уберите часть фильтра. Старых сообщений может уже не быть: логи хранятся ограниченное время и до ограниченного объёма.',
} satisfies Russian<typeof en>;
