import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export function Tabs({ label, tabs, value, onChange }: { label: string; tabs: { id: string; title: ReactNode; content: ReactNode }[]; value?: string; onChange?: (id: string) => void }) {
  return (
    <Radix.Root className={styles.root} defaultValue={tabs[0]!.id} {...(value !== undefined && { value })} {...(onChange && { onValueChange: onChange })}>
      <Radix.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => <Radix.Trigger key={tab.id} value={tab.id} className={styles.tab}>{tab.title}</Radix.Trigger>)}
      </Radix.List>
      {tabs.map((tab) => <Radix.Content key={tab.id} value={tab.id} className={styles.content}>{tab.content}</Radix.Content>)}
    </Radix.Root>
  );
}
