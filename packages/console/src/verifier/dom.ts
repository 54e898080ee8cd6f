/** Elements without a library: the page is read by whoever wants to know what it does. */

type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | boolean | undefined | ((event: never) => void)>>;

/** An element; an attribute that is a function is a listener, one that is false or missing is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value as unknown as EventListener);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

const PICTURES = {
  logo: ['0 0 20 20', 'M1 2h7.5v16H1zM11.5 2H19v16h-7.5z', 'filled'],
  VALID: ['0 0 12 12', 'M2 6.5 5 9.5 10.5 2.5', 'drawn'],
  INVALID: ['0 0 12 12', 'm2.5 2.5 7 7m0-7-7 7', 'drawn'],
  CANNOT_TELL: ['0 0 12 12', 'M3.5 4.2a2.5 2.5 0 1 1 3.6 2.2C6.2 6.9 6 7.2 6 8M6 9.6v1.3', 'drawn'],
  SKIPPED: ['0 0 12 12', 'M2.5 6h7', 'drawn'],
  theme: ['0 0 16 16', 'M8 1.3a6.7 6.7 0 1 0 0 13.4 6.7 6.7 0 1 0 0-13.4zM8 2.7v10.6a5.3 5.3 0 0 1 0-10.6z', 'half'],
} as const;

/** A small picture beside a word; it never stands for the word. */
export function picture(name: keyof typeof PICTURES): SVGSVGElement {
  const [box, path, look] = PICTURES[name];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', box);
  svg.setAttribute('class', `icon ${look}`);
  svg.setAttribute('aria-hidden', 'true');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
}

/** A sentence whose strong parts stand between `**`. */
export const sentence = (text: string): Node[] =>
  text.split(/(\*\*.+?\*\*)/).map((piece) =>
    piece.startsWith('**') ? element('b', {}, piece.slice(2, -2)) : document.createTextNode(piece),
  );
