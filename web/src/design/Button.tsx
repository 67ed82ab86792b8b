import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Tooltip } from './Tooltip';
import styles from './Button.module.css';

type Kind = 'primary' | 'plain' | 'quiet' | 'danger';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  icon?: ReactNode;
  busy?: boolean;
  /// Why it cannot work now. The button stays reachable, says so, and does nothing.
  blocked?: string | null | false;
  keys?: string; // shown beside the label
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = 'plain', icon, busy = false, blocked, keys, children, className, onClick, type = 'button', ...rest }: Props) {
  const off = busy || Boolean(blocked);
  const button = (
    <button {...rest} type={type} aria-disabled={off || undefined} aria-busy={busy || undefined}
      className={[styles.button, styles[kind], className].filter(Boolean).join(' ')}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}>
      {busy ? <span className={styles.busy} aria-hidden /> : icon}
      {children !== undefined && <span className={styles.label}>{children}</span>}
      {keys && <kbd aria-hidden>{keys}</kbd>}
    </button>
  );
  return blocked ? <Tooltip text={blocked}>{button}</Tooltip> : button;
}

/// A button of one glyph; its label is its tooltip.
export function IconButton({ label, icon, blocked, className, ...rest }: Omit<Props, 'children'> & { label: string; icon: ReactNode }) {
  return (
    <Tooltip text={blocked ? `${label}: ${blocked}` : label}>
      <Button kind="quiet" {...rest} icon={icon} aria-label={label} aria-disabled={Boolean(blocked) || undefined}
        onClick={blocked ? undefined : rest.onClick} className={[styles.icon, className].filter(Boolean).join(' ')} />
    </Tooltip>
  );
}
