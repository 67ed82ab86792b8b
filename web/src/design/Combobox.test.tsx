import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { startLanguages } from '@/i18n';
import { Combobox } from './Combobox';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

afterEach(() => document.body.replaceChildren());

async function shown(typed: string) {
  await startLanguages('en');
  const host = document.body.appendChild(document.createElement('div'));
  const options = [{ value: 'a', text: 'demo_alexander.smirnov' }, { value: 'b', text: 'demo_alexander.petrov' }, { value: 'c', text: 'Sign-in', words: 'auth.login Вход' }];
  act(() => createRoot(host).render(<Combobox aria-label="Who" options={options} value={null} onPick={() => undefined} />));
  const input = host.querySelector('input')!;
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, typed);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return [...host.querySelectorAll<HTMLElement>('[role=option]')];
}

test('options with a common beginning say their whole text', async () => {
  const options = await shown('alex');
  expect(options.map((option) => [option.textContent, option.title])).toEqual([['demo_alexander.smirnov', 'demo_alexander.smirnov'], ['demo_alexander.petrov', 'demo_alexander.petrov']]);
});

test('an option is found by its other words, in any language', async () => {
  expect((await shown('вход')).map((option) => option.textContent)).toEqual(['Sign-in']);
});
