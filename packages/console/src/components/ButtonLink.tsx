import { createLink } from '@tanstack/react-router';
import { ButtonAnchor } from './Button.tsx';

/** A link that looks like a button; its `to` and `params` are checked against the routes. */
export const ButtonLink = createLink(ButtonAnchor);
