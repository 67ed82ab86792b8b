import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { showKeys, startKeys, useKeys } from './keys';

beforeAll(startKeys);

function Keyed({ run, go, always }: { run: () => void; go: () => void; always: () => void }) {
  useKeys('Test', [{ keys: 'j', label: 'next', run }, { keys: 'g s', label: 'slots', run: go }, { keys: 'mod+k', label: 'palette', always: true, run: always }]);
  return <input aria-label="field" />;
}

test('keys run what the page says, also one after the other, and leave fields alone', async () => {
  const [run, go, always] = [vi.fn(), vi.fn(), vi.fn()];
  const user = userEvent.setup();
  const { unmount } = render(<Keyed run={run} go={go} always={always} />);
  await user.keyboard('j');
  await user.keyboard('gs');
  expect(run).toHaveBeenCalledTimes(1);
  expect(go).toHaveBeenCalledTimes(1);
  await user.click(screen.getByLabelText('field'));
  await user.keyboard('jgs{Control>}k{/Control}');
  expect(run).toHaveBeenCalledTimes(1);
  expect(go).toHaveBeenCalledTimes(1);
  expect(always).toHaveBeenCalledTimes(1);
  unmount();
  await user.keyboard('j');
  expect(run).toHaveBeenCalledTimes(1);
});

test('a Russian layout works by the places of the keys, a Latin one by what is on them', () => {
  const [next, go, search, help, palette] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  function Page() {
    useKeys('Test', [{ keys: 'j', label: '', run: next }, { keys: 'g s', label: '', run: go }, { keys: '/', label: '', run: search }, { keys: '?', label: '', run: help }, { keys: 'mod+k', label: '', always: true, run: palette }]);
    return null;
  }
  render(<Page />);
  const press = (key: string, code: string, more: object = {}) => fireEvent.keyDown(document.body, { key, code, ...more });
  press('Escape', 'Escape'); // whatever was typed in the test before
  press('о', 'KeyJ');
  expect(next).toHaveBeenCalledTimes(1);
  press('п', 'KeyG');
  press('ы', 'KeyS');
  expect(go).toHaveBeenCalledTimes(1);
  press('л', 'KeyK', { ctrlKey: true });
  expect(palette).toHaveBeenCalledTimes(1);
  press('.', 'Slash');
  expect(search).toHaveBeenCalledTimes(1);
  press(',', 'Slash', { shiftKey: true });
  press('?', 'Digit7', { shiftKey: true });
  expect(help).toHaveBeenCalledTimes(2);
  press('j', 'KeyC'); // Dvorak
  expect(next).toHaveBeenCalledTimes(2);
  press('h', 'KeyJ'); // Dvorak again: a Latin letter is meant as it stands
  expect(next).toHaveBeenCalledTimes(2);
  press('.', 'Slash'); // and so is punctuation then
  expect(search).toHaveBeenCalledTimes(1);
});

test('who goes on typing when the field is taken away gives no commands, until they look up', async () => {
  const run = vi.fn();
  function Page({ field }: { field: 'note' | 'name' | null }) {
    useKeys('Test', [{ keys: 'n', label: 'new', run }, { keys: 'Enter', label: 'open', run }]);
    return <>{field === 'note' && <textarea aria-label="note" />}{field === 'name' && <input aria-label="name" />}<p>page</p></>;
  }
  const user = userEvent.setup();
  const { rerender } = render(<Page field="note" />);
  const typeAndLose = async (field: 'note' | 'name', keys: string) => {
    rerender(<Page field={field} />);
    await user.click(screen.getByLabelText(field));
    await user.keyboard(keys);
    rerender(<Page field={null} />);
  };
  await typeAndLose('note', 'call him');
  await user.keyboard('n{Enter}now');
  expect(run).not.toHaveBeenCalled();
  await user.keyboard('{Escape}n');
  expect(run).toHaveBeenCalledTimes(1);
  await typeAndLose('note', 'call');
  await user.click(screen.getByText('page'));
  await user.keyboard('n');
  expect(run).toHaveBeenCalledTimes(2);
  await typeAndLose('name', 'Anna{Enter}'); // sent: it went because it was done
  await user.keyboard('n');
  expect(run).toHaveBeenCalledTimes(3);
  await typeAndLose('note', 'call');
  const late = new KeyboardEvent('keydown', { key: 'n', bubbles: true });
  Object.defineProperty(late, 'timeStamp', { value: late.timeStamp + 4000 });
  document.body.dispatchEvent(late);
  expect(run).toHaveBeenCalledTimes(4);
});

test('⌘ is for Macs', () => {
  expect(showKeys('mod+k')).toBe('Ctrl K');
  expect(showKeys('mod+Enter')).toBe('Ctrl ↵');
  expect(showKeys('g s')).toBe('g s');
});
