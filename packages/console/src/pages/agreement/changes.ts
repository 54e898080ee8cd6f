import type { AgreementProposal } from '../../schemas.ts';
import type { FieldTerms } from './terms.ts';

/** One change of a proposal as a reader sees it: all that becomes different of one field, one class, one party or the term. */
export type Change =
  | { readonly what: 'field'; readonly kind: Kind; readonly type: string; readonly path: string; readonly before: Partial<FieldTerms>; readonly after: Partial<FieldTerms>; readonly parts: readonly (keyof FieldTerms)[] }
  | { readonly what: 'type'; readonly kind: Kind; readonly type: string }
  | { readonly what: 'retention'; readonly kind: Kind; readonly class: string; readonly before: Terms; readonly after: Terms }
  | { readonly what: 'validFrom' | 'validUntil'; readonly kind: Kind; readonly before?: string; readonly after?: string }
  | { readonly what: 'other'; readonly kind: Kind; readonly path: string; readonly before: string; readonly after: string };
type Kind = 'added' | 'removed' | 'changed';
interface Terms {
  readonly days?: number;
  readonly reason?: string;
}
type Difference = AgreementProposal['differences'][number];
interface Document {
  readonly messages: Readonly<Record<string, Readonly<Record<string, FieldTerms>>>>;
  readonly retention: Readonly<Record<string, Terms>>;
}

const text = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
const kindOf = (before: unknown, after: unknown): Kind => (before === undefined ? 'added' : after === undefined ? 'removed' : 'changed');
const PARTS = ['rule', 'keep', 'purpose', 'basis', 'class'] as const satisfies readonly (keyof FieldTerms)[];

/** What is different, with what the document before and the one after it say whole, since a change of a rule alone says little. */
export function changesOf(differences: readonly Difference[], before: Document, after: Document): Change[] {
  const seen = new Set<string>();
  return differences.flatMap((each): Change[] => {
    const [root = '', name = '', field] = each.path;
    if (root === 'version') return [];
    const key = root === 'messages' || root === 'retention' ? each.path.slice(0, root === 'messages' ? 3 : 2).join('\n') : each.path.join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    if (root === 'messages' && field !== undefined) {
      const [was, is] = [before.messages[name]?.[field], after.messages[name]?.[field]];
      const parts = PARTS.filter((part) => was?.[part] !== is?.[part]);
      return [{ what: 'field', kind: kindOf(was, is), type: name, path: field, before: was ?? {}, after: is ?? {}, parts }];
    }
    if (root === 'messages') return [{ what: 'type', kind: kindOf(before.messages[name], after.messages[name]), type: name }];
    if (root === 'retention') {
      const [was, is] = [before.retention[name], after.retention[name]];
      return [{ what: 'retention', kind: kindOf(was, is), class: name, before: was ?? {}, after: is ?? {} }];
    }
    if (root === 'validFrom' || root === 'validUntil') {
      const [was, is] = [text(each.before), text(each.after)];
      return [{ what: root, kind: each.kind, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
    }
    return [{ what: 'other', kind: each.kind, path: each.path.join(' / '), before: text(each.before), after: text(each.after) }];
  });
}
