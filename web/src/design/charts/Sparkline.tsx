import styles from './charts.module.css';

/// A course without axes. null is a gap.
export function Sparkline({ values, label, width = 96, height = 24 }: { values: (number | null)[]; label: string; width?: number; height?: number }) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(1e-9, ...known);
  const low = Math.min(0, ...known);
  const x = (index: number) => (values.length < 2 ? 0 : (index / (values.length - 1)) * (width - 2) + 1);
  const y = (value: number) => height - 1.5 - ((value - low) / (top - low)) * (height - 3);
  let path = '', pen = false;
  values.forEach((value, index) => {
    if (value !== null) path += `${pen ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = value !== null;
  });
  return <svg className={styles.spark} width={width} height={height} role="img" aria-label={label}><path d={path} /></svg>;
}
