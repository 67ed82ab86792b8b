import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { useCommonText } from '@/i18n/text';
import { IconButton } from './Button';
import styles from './Overlay.module.css';

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  about?: ReactNode;
  actions?: ReactNode; // at the foot; the primary one last
  shape?: 'dialog' | 'wide' | 'drawer';
  /// With it the dialog is a form: Enter in a field sends, too.
  onSend?: () => void;
  /// `stays`: neither Esc nor a click beside it closes it.
  closing?: 'free' | 'stays';
  children: ReactNode;
}

/// A dialog in the middle, or a drawer at the right. Focus is kept inside and given back after.
export function Dialog({ open, onClose, title, about, actions, shape = 'dialog', onSend, closing = 'free', children }: Props) {
  const t = useCommonText();
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSend?.();
  };
  // Into the first field; where there is none, to the dialog itself rather than to its close button.
  const focusFirst = (event: Event) => {
    event.preventDefault();
    const content = event.currentTarget as HTMLElement;
    (content.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea') ?? content).focus();
  };
  const keep = closing === 'stays' ? (event: Event) => event.preventDefault() : undefined;
  const inner = (
    <>
      <div className={styles.body}>{children}</div>
      {actions && <div className={styles.foot}>{actions}</div>}
    </>
  );
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && closing === 'free' && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content className={shape === 'drawer' ? styles.drawer : `${styles.dialog} ${shape === 'wide' ? styles.wide : ''}`}
          {...(about ? {} : { 'aria-describedby': undefined })} onOpenAutoFocus={focusFirst} onEscapeKeyDown={keep} onPointerDownOutside={keep} onInteractOutside={keep}>
          <div className={styles.head}>
            <div className="grow">
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {about && <Radix.Description className={styles.about}>{about}</Radix.Description>}
            </div>
            {closing === 'free' && <IconButton label={t('close')} icon={<X />} onClick={onClose} />}
          </div>
          {onSend ? <form className={styles.form} onSubmit={send} noValidate>{inner}</form> : inner}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const Drawer = (props: Omit<Props, 'shape'>) => <Dialog {...props} shape="drawer" />;
