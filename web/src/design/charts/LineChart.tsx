import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDay, formatTime } from '../format';
import { useTheme } from '../preferences';
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
  /// Charts of the same group share their crosshair.
  group?: string;
}

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// The names stand at the lines' ends instead of in a legend.
const directLabels = (lines: Line[]): uPlot.Plugin => ({
  hooks: {
    draw: (plot) => {
      const { ctx } = plot;
      ctx.save();
      ctx.font = `${11 * devicePixelRatio}px ${colour('font')}`;
      ctx.textBaseline = 'middle';
      const taken: number[] = [];
      lines.forEach((line, index) => {
        const at = line.values.findLastIndex((value) => value !== null);
        if (at < 0) return;
        let y = plot.valToPos(line.values[at]!, 'y', true);
        const gap = 13 * devicePixelRatio;
        while (taken.some((other) => Math.abs(other - y) < gap)) y -= gap;
        taken.push(y);
        ctx.fillStyle = colour(line.tone);
        ctx.fillText(lines[index]!.name, plot.valToPos(plot.data[0]![at]!, 'x', true) + 6 * devicePixelRatio, y);
      });
      ctx.restore();
    },
  },
});

export function LineChart({ times, lines, label, unit = String, height = 160, group }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const element = host.current!;
    const longest = Math.max(...lines.map((line) => line.name.length));
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    const plot = new uPlot({
      width: element.clientWidth || 300, height,
      padding: [10, 14 + longest * 6.2, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 5 }, drag: { x: false, y: false }, ...(group ? { sync: { key: group } } : {}) },
      plugins: [directLabels(lines)],
      scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } },
      axes: [
        { stroke: colour('quiet'), grid: { show: false }, ticks: { show: false }, size: 24, font: `11px ${colour('font')}`, values: (_plot, ticks) => ticks.map((tick) => (span > 172_800 ? formatDay(tick * 1000) : formatTime(tick * 1000))) },
        { stroke: colour('quiet'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false }, size: 48, font: `11px ${colour('font')}`, values: (_plot, ticks) => ticks.map(unit) },
      ],
      series: [{}, ...lines.map((line) => ({ label: line.name, stroke: colour(line.tone), width: 1.5, spanGaps: false, points: { show: times.length < 2 } }))],
      hooks: {
        setCursor: [(shown) => {
          const at = shown.cursor.idx;
          readout.current!.textContent = at === null || at === undefined ? '' : `${span > 172_800 ? formatDay(times[at]! * 1000) : formatTime(times[at]! * 1000)}  ${lines.map((line) => `${line.name} ${line.values[at] === null || line.values[at] === undefined ? '—' : unit(line.values[at])}`).join('  ')}`;
        }],
      },
    }, [times, ...lines.map((line) => line.values)] as uPlot.AlignedData, element);
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => { resize.disconnect(); plot.destroy(); };
  }, [times, lines, unit, height, group, theme]);
  return (
    <figure className={styles.chart}>
      <figcaption className="sr-only">{label}</figcaption>
      <div ref={readout} className={styles.readout} aria-hidden />
      <div ref={host} role="img" aria-label={label} style={{ height }} />
    </figure>
  );
}
