import * as Radix from '@radix-ui/react-dropdown-menu';
import type { ReactElement, ReactNode } from 'react';
import styles from './Overlay.module.css';

export interface MenuItem {
  label: ReactNode;
  icon?: ReactNode;
  run?: () => void;
  blocked?: string | null | false; // why it cannot work now
  danger?: boolean;
  checked?: boolean;
}
export type MenuEntry = MenuItem | 'line' | { heading: string };

const Item = ({ item }: { item: MenuItem }) => {
  const content = (
    <>
      {item.icon}
      <span className="grow">{item.label}{item.blocked && <span className={styles.why}>{item.blocked}</span>}</span>
    </>
  );
  const props = { className: `${styles.item} ${item.danger ? styles.danger : ''}`, disabled: Boolean(item.blocked), onSelect: () => item.run?.() };
  return item.checked === undefined
    ? <Radix.Item {...props}>{content}</Radix.Item>
    : <Radix.CheckboxItem {...props} checked={item.checked}>{content}<Radix.ItemIndicator>✓</Radix.ItemIndicator></Radix.CheckboxItem>;
};

export function Menu({ entries, children, align = 'end' }: { entries: MenuEntry[]; children: ReactElement; align?: 'start' | 'end' }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.menu} align={align} sideOffset={4} collisionPadding={8}>
          {entries.map((entry, index) =>
            entry === 'line' ? <Radix.Separator key={index} className={styles.separator} />
            : 'heading' in entry ? <Radix.Label key={index} className={styles.label}>{entry.heading}</Radix.Label>
            : <Item key={index} item={entry} />)}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
