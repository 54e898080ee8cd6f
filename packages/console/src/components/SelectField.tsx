import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { Icon } from './Icon.tsx';
import './field.css';

export interface SelectOption<T extends string> {
  value: T;
  label: string;
  /** A second line, for a legal basis or an explanation. */
  note?: string;
}

export interface SelectFieldProps<T extends string> {
  label: ReactNode;
  options: readonly SelectOption<T>[];
  value: T | null;
  onChange: (value: T) => void;
  placeholder?: string;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean;
}

/** One of many, in a list that opens; typing finds. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, options, value, onChange, placeholder, help, error, required = false } = props;
  return (
    <Select
      className="field"
      value={value}
      isInvalid={error !== undefined}
      isRequired={required}
      {...(placeholder ? { placeholder } : {})}
      onChange={(key) => {
        const option = options.find((candidate) => candidate.value === key);
        if (option) onChange(option.value);
      }}
    >
      <Label>{label}</Label>
      <Button className="select">
        <SelectValue />
        <Icon name="down" size={12} />
      </Button>
      {error === undefined && help !== undefined ? <Text slot="description">{help}</Text> : null}
      <FieldError>{error}</FieldError>
      <Popover className="select-list">
        <ListBox>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label}>
              <Text slot="label">{option.label}</Text>
              {option.note ? <Text slot="description">{option.note}</Text> : null}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
