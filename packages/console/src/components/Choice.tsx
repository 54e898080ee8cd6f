import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import './button.css';

export interface ChoiceOption<T extends string> {
  value: T;
  children: ReactNode;
  /** Said instead of a sign that is not a word. */
  label?: string;
  disabled?: boolean;
}

export interface ChoiceProps<T extends string> {
  label: string;
  options: readonly ChoiceOption<T>[];
  value: T | null;
  onChange: (value: T) => void;
}

/** One of a few, in one row of words. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        const option = options.find((candidate) => candidate.value === chosen);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          {...(option.label ? { 'aria-label': option.label } : {})}
          isDisabled={option.disabled ?? false}
        >
          {option.children}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
