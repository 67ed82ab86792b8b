import * as Radix from '@radix-ui/react-popover';
import type { ReactElement, ReactNode } from 'react';
import styles from './Overlay.module.css';

export function Popover({ label, content, children, side = 'top' }: { label: string; content: ReactNode; children: ReactElement; side?: 'top' | 'bottom' }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.popover} side={side} sideOffset={6} collisionPadding={8} aria-label={label}>{content}</Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
