import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDay, formatTime } from '../format';
import { useTheme } from '../preferences';
import { spread } from './spread';
import { dayTicks, isByDay, span } from './ticks';
import styles from './charts.module.css';

export interface Line {
  name: string; // short: it stands at the line's end
  values: (number | null)[]; // null is a gap
  tone: 'accent' | 'ready' | 'calling' | 'active' | 'warning' | 'fault' | 'quiet';
}

interface Props {
  times: number[]; // seconds since 1970
  lines: Line[];
  label: string;
  unit?: (value: number) => string;
  height?: number;
  full?: number; // where the axis ends whatever the values, as 100 of percents
  waiting?: string; // said while there are too few values for a course
  /// Charts of the same group share their crosshair.
  group?: string;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power)); // counts and percents are read as whole numbers
const STEPS_S = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 15_552_000, 31_536_000]; // of the labels, none finer than they read

type Shown = Pick<Props, 'times' | 'lines'>;

const formatX = (shown: Shown, at: number) => (isByDay(shown.times) ? formatDay(at * 1000) : formatTime(at * 1000));

// The names stand at the lines' ends instead of in a legend.
const directLabels = (shown: { current: Shown }): uPlot.Plugin => ({
  hooks: {
    draw: (plot) => {
      const { ctx } = plot;
      ctx.save();
      ctx.font = `${11 * devicePixelRatio}px ${colour('font')}`;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      const ends = shown.current.lines.flatMap((line) => {
        const at = line.values.findLastIndex((value) => value !== null);
        return at < 0 ? [] : [{ line, x: plot.valToPos(shown.current.times[at]!, 'x', true), y: plot.valToPos(line.values[at]!, 'y', true) }];
      });
      const places = spread(ends.map((end) => end.y), 13 * devicePixelRatio, plot.bbox.top + plot.bbox.height);
      ends.forEach(({ line, x }, index) => {
        ctx.fillStyle = colour(line.tone);
        ctx.fillText(line.name, x + 6 * devicePixelRatio, places[index]!);
      });
      ctx.restore();
    },
  },
});

const dataOf = ({ times, lines }: Shown) => [times, ...lines.map((line) => line.values)] as uPlot.AlignedData;

function readOut({ times, lines }: Shown, at: number | null | undefined, unit: (value: number) => string): string {
  if (at === null || at === undefined || times[at] === undefined) return '';
  const values = lines.map((line) => `${line.name} ${line.values[at] === null || line.values[at] === undefined ? '—' : unit(line.values[at])}`);
  return `${formatX({ times, lines }, times[at])}  ${values.join('  ')}`;
}

const hasCourse = (lines: readonly Line[]): boolean => lines.some(({ values }) => values.filter((value) => value !== null).length > 1);

export function LineChart({ times, lines, label, unit = String, height = 160, full, waiting, group }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const shown = useRef<Shown>({ times, lines });
  shown.current = { times, lines };
  const theme = useTheme();
  const byDay = isByDay(times);
  const shape = lines.map((line) => `${line.name}/${line.tone}`).join('|');
  useEffect(() => {
    const element = host.current!;
    const axis = { stroke: colour('quiet'), ticks: { show: false }, font: `11px ${colour('font')}` };
    const plot = new uPlot({
      width: element.clientWidth || 300, height,
      padding: [10, 14 + Math.max(...shown.current.lines.map((line) => line.name.length)) * 6.2, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 5 }, drag: { x: false, y: false }, ...(group ? { sync: { key: group } } : {}) },
      plugins: [directLabels(shown)],
      scales: { x: { time: true, range: () => span(shown.current.times, Date.now() / 1000) }, y: { range: (_plot, _low, high) => [0, full ?? Math.max(high * 1.1, 1)] } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 72, incrs: STEPS_S, ...(isByDay(shown.current.times) && { splits: (_plot: uPlot, _axis: number, _low: number, _high: number, step: number) => dayTicks(shown.current.times, step) }), values: (_plot, ticks) => ticks.map((tick) => formatX(shown.current, tick)) },
        { ...axis, grid: { stroke: colour('line'), width: 1 }, size: 48, incrs: WHOLE_STEPS, values: (_plot, ticks) => ticks.map(unit) },
      ],
      series: [{}, ...shown.current.lines.map((line) => ({ label: line.name, stroke: colour(line.tone), width: 1.5, spanGaps: false }))],
      hooks: { setCursor: [(plotted) => { readout.current!.textContent = readOut(shown.current, plotted.cursor.idx, unit); }] },
    }, dataOf(shown.current), element);
    chart.current = plot;
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [shape, unit, height, full, group, theme, byDay]);
  useEffect(() => chart.current?.setData(dataOf({ times, lines })), [times, lines]);
  return (
    <figure className={styles.chart}>
      <figcaption className="sr-only">{label}</figcaption>
      <div ref={readout} className={styles.readout} aria-hidden />
      {waiting && !hasCourse(lines) && <p className={styles.waiting}>{waiting}</p>}
      <div ref={host} role="img" aria-label={label} style={{ height }} />
    </figure>
  );
}
