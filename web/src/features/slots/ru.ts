import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Слоты',
  search: 'Номер, устройство, причина',
  byState: 'По состоянию',
  number: 'Слот',
  state: 'Состояние',
  trunk: 'Транк',
  device: 'Устройство',
  serves: 'Для кого',
  call: 'Звонок',
  registration: 'Регистрация',
  since: 'В состоянии',
  reason: 'Почему',
  emptyTitle: 'Слотов пока нет',
  emptyText: 'Слот — это одна телефонная линия: через неё идут звонки. Слот живёт на транке, поэтому начните с транка.',
  'assignment.none': 'ни для кого',
  'assignment.pool': 'для всех',
  'assignment.user': 'один сотрудник',
  'assignment.campaign': 'кампания',
  open: 'Открыть слот {{number}}',
  commands: 'Слоты',
} satisfies Russian<typeof en>;
