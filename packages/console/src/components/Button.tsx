import type { ComponentProps, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import type { KeyAction } from '../keymap.ts';
import { KeyHint } from './KeyHint.tsx';
import './button.css';

/** Outlined by default; `filled` is the one main act of a region, `quiet` an underlined word. */
export type ButtonLook = 'outlined' | 'filled' | 'quiet';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  look?: ButtonLook;
  /** Thumb size, for phones. */
  thumb?: boolean;
  /** The key that does the same, printed on the button. */
  hint?: KeyAction;
  children: ReactNode;
}

const classOf = (look: ButtonLook, thumb: boolean) => `button ${look}${thumb ? ' thumb' : ''}`;

export function Button({ look = 'outlined', thumb = false, hint, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classOf(look, thumb)}>
      {children}
      {hint ? <KeyHint action={hint} /> : null}
    </AriaButton>
  );
}

export interface ButtonAnchorProps extends Omit<ComponentProps<'a'>, 'className'> {
  look?: ButtonLook;
  thumb?: boolean;
  hint?: KeyAction;
}

/** A plain link that looks like a button, for pages without the router and for files. */
export function ButtonAnchor({ look = 'outlined', thumb = false, hint, children, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={classOf(look, thumb)}>
      {children}
      {hint ? <KeyHint action={hint} /> : null}
    </a>
  );
}
