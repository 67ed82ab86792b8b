import type { Russian } from '@/i18n';
import type en from './en';

export default {
  title: 'Моя учётная запись',
  whoIAm: 'Кто я',
  email: 'E-mail',
  role: 'Роль',
  permissions: 'Мне можно',
  looks: 'Вид в этом браузере',
  changePassword: 'Сменить пароль',
  current: 'Нынешний пароль',
  currentWants: 'Введите нынешний пароль',
  next: 'Новый пароль',
  nextHint: 'Не короче 12 знаков, лучше от 16.',
  nextWants: 'Не короче 12 знаков',
  again: 'Новый пароль ещё раз',
  againWants: 'Отличается от введённого выше',
  othersEnd: 'Ваши сеансы в других браузерах закончатся.',
  changed: 'Пароль изменён',
} satisfies Russian<typeof en>;
