import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { LineChart } from './LineChart';

interface Made {
  scales: { x: { range: () => [number, number] }; y: { range: (plot: null, low: number | null, high: number | null) => [number, number] } };
}
const made = vi.hoisted(() => [] as unknown[]);
vi.mock('uplot', () => ({ default: class { constructor(options: unknown) { made.push(options); } setData() {} setSize() {} destroy() {} } }));

const chart = (cpu: (number | null)[]) => (
  <LineChart label="Load" times={cpu.map((_, index) => 1000 + 5 * index)} lines={[{ name: 'CPU', values: cpu, tone: 'accent' }]} unit={String} full={100} waiting="Collecting data…" />
);

test('with no value or one the chart has its axis, and says that it is collecting', () => {
  const { rerender } = render(chart([]));
  screen.getByText('Collecting data…');
  const { y } = (made[0] as Made).scales;
  expect(y.range(null, null, null)).toEqual([0, 100]);
  rerender(chart([null, 12]));
  screen.getByText('Collecting data…');
  expect((made[0] as Made).scales.x.range()).toEqual([705, 1005]);
  rerender(chart([null, 12, 13]));
  expect(screen.queryByText('Collecting data…')).toBeNull();
});
