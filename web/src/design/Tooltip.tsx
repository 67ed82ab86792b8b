import * as Radix from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';
import styles from './Overlay.module.css';

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={350} skipDelayDuration={150}>{children}</Radix.Provider>
);

export function Tooltip({ text, children, side = 'bottom' }: { text: ReactNode; children: ReactElement; side?: 'top' | 'bottom' | 'right' | 'left' }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>{text}</Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
