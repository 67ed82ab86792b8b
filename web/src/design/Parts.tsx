// Small parts that have no state of their own.
import { Children, type HTMLAttributes, type ReactNode, type Ref } from 'react';
import styles from './Parts.module.css';

/// Names and values in two aligned columns. Absent values are shown as such.
export function KeyValue({ rows }: { rows: (readonly [name: ReactNode, value: ReactNode] | null | false)[] }) {
  return (
    <dl className={styles.keyValue}>
      {rows.map((row, index) => row && (
        <div key={index}><dt>{row[0]}</dt><dd>{row[1] === null || row[1] === undefined || row[1] === '' ? <span className="quiet">—</span> : row[1]}</dd></div>
      ))}
    </dl>
  );
}

/// The size of what is about to come.
export const Skeleton = ({ width = '100%', height = 12 }: { width?: number | string; height?: number }) => (
  <span className={styles.skeleton} style={{ width, height }} aria-hidden />
);

export interface TimelineEntry {
  id: string | number;
  glyph: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  time: ReactNode;
}

/// One thing that happened, in a list of them.
export const TimelineItem = ({ entry, ...rest }: { entry: TimelineEntry; ref?: Ref<HTMLLIElement> } & HTMLAttributes<HTMLLIElement>) => (
  <li {...rest} className={styles.happened}>
    <span className={styles.mark}>{entry.glyph}</span>
    <div className="grow"><div>{entry.title}</div>{entry.detail && <div className={styles.detail}>{entry.detail}</div>}</div>
    <span className={styles.time}>{entry.time}</span>
  </li>
);

/// What happened, newest first or in order, as the caller gives it.
export function Timeline({ entries, label }: { entries: TimelineEntry[]; label: string }) {
  return <ol className={styles.timeline} aria-label={label}>{entries.map((entry) => <TimelineItem key={entry.id} entry={entry} />)}</ol>;
}

/// A titled block of a page.
export const Section = ({ title, action, children, flush }: { title?: ReactNode; action?: ReactNode; children: ReactNode; flush?: boolean }) => (
  <section className={styles.section}>
    {title && <header className={styles.sectionHead}><h2>{title}</h2><span className="grow" />{action}</header>}
    <div className={flush ? undefined : styles.sectionBody}>{children}</div>
  </section>
);

/// One number that matters, with its name, and what stands beside it.
export const Figure = ({ name, value, note, tone }: { name: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'fault' | 'warning' | 'ready' }) => (
  <div className={styles.figure}>
    <span className={styles.figureName}>{name}</span>
    <span className={`${styles.figureValue} ${tone ? styles[tone] : ''}`}>{value}</span>
    {note && <span className={styles.figureNote}>{note}</span>}
  </div>
);

/// Nothing is there (yet): says why and what to do next.
export const Empty = ({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) => (
  <div className={styles.empty}>
    <h2>{title}</h2>
    {Children.count(children) > 0 && <p>{children}</p>}
    {action && <div className="row">{action}</div>}
  </div>
);

/// Something to know before reading on.
export const Notice = ({ tone = 'plain', children, action }: { tone?: 'plain' | 'warning' | 'fault' | 'accent'; children: ReactNode; action?: ReactNode }) => (
  <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'fault' ? 'alert' : 'status'}><div className="grow">{children}</div>{action}</div>
);
