import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startKeys, useKeys } from './keys';

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
