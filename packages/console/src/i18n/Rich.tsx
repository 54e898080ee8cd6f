import { Fragment, type ReactNode } from 'react';

/**
 * A sentence with strong parts and with pictures inside: `**strong**` and `{name}`, where `parts` gives what stands for
 * each name. So the order of words stays with the translator.
 */
export function Rich({ text, parts = {} }: { text: string; parts?: Record<string, ReactNode> }) {
  return text.split(/(\*\*.+?\*\*)/).map((piece, index) =>
    piece.startsWith('**') ? (
      <b key={index}>{fill(piece.slice(2, -2), parts)}</b>
    ) : (
      <Fragment key={index}>{fill(piece, parts)}</Fragment>
    ),
  );
}

function fill(text: string, parts: Record<string, ReactNode>): ReactNode[] {
  return text.split(/(\{[a-z]+\})/i).map((piece, index) => {
    const name = /^\{([a-z]+)\}$/i.exec(piece)?.[1];
    return <Fragment key={index}>{name === undefined ? piece : parts[name]}</Fragment>;
  });
}
