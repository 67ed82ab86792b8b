import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Моя учётная запись',
  whoIAm: 'Профиль',
  email: 'E-mail',
  role: 'Роль',
  permissions: 'Права',
  looks: 'Оформление',
  changePassword: 'Сменить пароль',
  current: 'Текущий пароль',
  currentWants: 'Введите текущий пароль',
  next: 'Новый пароль',
  nextHint: 'Не короче 12 знаков, лучше от 16.',
  nextWants: 'Не короче 12 знаков',
  again: 'Новый пароль ещё раз',
  againWants: 'Пароли не совпадают',
  othersEnd: 'В других браузерах сеансы завершатся.',
  changed: 'Пароль изменён',
  easilyGuessed: 'Пароль изменён. Его легко подобрать: выберите длиннее.',
} satisfies Russian<typeof en>;
