import { expect, test } from 'vitest';
import { loadTexts, setLanguage, textNow } from '@/i18n';
import { reasonInWords } from './reason';

test('what OTTB gives as a reason is said in Russian; what is unknown stays as it came', async () => {
  await loadTexts('slots');
  await setLanguage('ru');
  const t = textNow('slots') as never;
  expect(reasonInWords('registered from udp:127.0.0.1:5071', t)).toBe('зарегистрирован с udp:127.0.0.1:5071');
  expect(reasonInWords('waits for its line to register', t)).toBe('ждёт регистрации своего телефона');
  expect(reasonInWords('wrong password from udp:127.0.0.1:5071', t)).toBe('неверный пароль с адреса udp:127.0.0.1:5071');
  expect(reasonInWords('c_7 was placed', t)).toBe('начат звонок c_7');
  expect(reasonInWords('c_7: no_answer', t)).toBe('звонок c_7 завершён: нет ответа');
  expect(reasonInWords('403 Forbidden', t)).toBe('403 Forbidden');
  await setLanguage('en');
});
