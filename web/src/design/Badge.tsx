import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export type Tone = 'plain' | 'accent' | 'ready' | 'calling' | 'active' | 'warning' | 'fault';

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
