import { createContext, useContext, useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import styles from './Field.module.css';

interface Wiring {
  id: string;
  described: string | undefined;
  invalid: boolean;
  required: boolean;
}
const FieldContext = createContext<Wiring | null>(null);

/// What a control inside a <Field> needs to be named and described by it.
export function useFieldProps() {
  const field = useContext(FieldContext);
  return field ? { id: field.id, 'aria-describedby': field.described, 'aria-invalid': field.invalid || undefined, 'aria-required': field.required || undefined } : {};
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode; // what is wrong and what it wants
  need?: 'required' | 'optional';
  children: ReactNode;
}

export function Field({ label, hint, error, need = 'optional', children }: FieldProps) {
  const id = useId();
  const described = [hint && !error && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <FieldContext.Provider value={{ id, described, invalid: Boolean(error), required: need === 'required' }}>
      <div className={styles.field}>
        <label htmlFor={id} className={styles.label}>{label}</label>
        {children}
        {error ? <p id={`${id}-error`} className={styles.error} role="alert">{error}</p> : hint && <p id={`${id}-hint`} className={styles.hint}>{hint}</p>}
      </div>
    </FieldContext.Provider>
  );
}

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input autoComplete="off" spellCheck={false} {...useFieldProps()} {...rest} className={[styles.input, className].filter(Boolean).join(' ')} />;
}

export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea rows={3} {...useFieldProps()} {...rest} className={[styles.input, styles.area, className].filter(Boolean).join(' ')} />;
}

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

/// The platform's own select: known to every hand, keyboard and screen reader. For long lists there is Combobox.
export function Select<Value extends string>({ choices, onPick, empty, className, ...rest }: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> & { choices: Choice<Value>[]; onPick: (value: Value) => void; empty?: string }) {
  return (
    <select {...useFieldProps()} {...rest} className={[styles.input, styles.select, className].filter(Boolean).join(' ')} onChange={(event) => onPick(event.target.value as Value)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {choices.map((choice) => <option key={choice.value} value={choice.value} disabled={choice.disabled}>{choice.label}</option>)}
    </select>
  );
}

export function Checkbox({ label, hint, checked, disabled, onChange, role }: { label: ReactNode; hint?: ReactNode; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void; role?: 'switch' }) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input id={id} type="checkbox" role={role} className={role === 'switch' ? styles.switch : styles.box} checked={checked} disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.checked)} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && <p id={`${id}-hint`} className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}

export const Switch = (props: Omit<Parameters<typeof Checkbox>[0], 'role'>) => <Checkbox {...props} role="switch" />;
