import { dataOf, type NodeClient, type Schemas } from '@pairgate/client/client.ts';
import type { Language } from './context.ts';

/** The product's words for its codes, as the node itself has them. */
export class Words {
  constructor(
    private readonly vocabulary: Schemas['Vocabulary'],
    private readonly language: Language,
  ) {}

  static async of(client: NodeClient, language: Language): Promise<Words> {
    return new Words(await dataOf(client.GET('/api/vocabulary')), language);
  }

  #in(list: Readonly<Record<string, { en: string; vi: string; zh: string }>>, code: string): string {
    return list[code]?.[this.language] ?? code;
  }

  /** What has happened, and by which authority and with which outcome where the fact says so. */
  fact({ type, data }: { readonly type: string; readonly data: object }): string {
    const { authority, channel, outcome, reasonCode } = data as Readonly<Record<string, unknown>>;
    const by = typeof authority === 'string' ? [this.authority(authority)] : [];
    const found = typeof channel === 'string' ? [this.#in(this.vocabulary.channels, channel)] : [];
    const more = [outcome, reasonCode].filter((each) => typeof each === 'string').map((each) => each.replaceAll('_', ' '));
    return [this.#in(this.vocabulary.facts, type), ...by, ...found, ...more].join(', ');
  }

  cause(code: string): string {
    return this.#in(this.vocabulary.causes, code);
  }

  phase(code: string): string {
    return this.#in(this.vocabulary.phases, code);
  }

  side(code: string): string {
    return this.#in(this.vocabulary.sides, code);
  }

  authority(code: string): string {
    return this.#in(this.vocabulary.authorities, code);
  }

  trafficClass(code: string): string {
    return this.#in(this.vocabulary.trafficClasses, code);
  }
}
