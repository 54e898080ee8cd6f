import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';
import './field.css';

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className' | 'style'> {
  label: ReactNode;
  /** Below the field; an error takes its place. */
  help?: ReactNode;
  error?: string | undefined;
  lines?: number;
  placeholder?: string;
}

/** A field with its label above and its help or its error below. */
export function Field({ label, help, error, lines = 1, placeholder, ...rest }: FieldProps) {
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <TextField {...rest} className="field" isInvalid={error !== undefined}>
      <Label>{label}</Label>
      {lines > 1 ? <TextArea rows={lines} {...hint} /> : <Input {...hint} />}
      {error === undefined && help !== undefined ? <Text slot="description">{help}</Text> : null}
      <FieldError>{error}</FieldError>
    </TextField>
  );
}
