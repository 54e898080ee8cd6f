import { describe, expect, it } from 'vitest';
import { acts } from '@pairgate/domain/concepts.ts';
import { EXAMPLES } from './examples.ts';
import { openApiDocument, openApiText } from './openapi.ts';
import { routes } from './routes.ts';

describe('the API document', () => {
  // Update the committed copy with `npx vitest run packages/node/src/http/openapi.test.ts -u` and review its difference.
  it('is the committed one', async () => {
    await expect(openApiText(routes)).toMatchFileSnapshot('../../../../docs/reference/openapi.json');
  });

  it('has every reference that it uses', () => {
    const document = openApiDocument(routes);
    const used = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('names each operation once', () => {
    const names = routes.map((route) => route.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has a route for every act that a person may do, and for no other', () => {
    const people = acts.filter((act) => act.who.some((grant) => grant.role !== 'system'));
    const served = routes.filter((route) => typeof route.permission === 'object' && 'act' in route.permission);
    expect(served.map((route) => route.name).toSorted()).toEqual(people.map((act) => act.name).toSorted());
  });

  it('shows an example for every body, and each is accepted', () => {
    for (const route of routes) {
      if (!route.body) continue;
      expect(route.example, route.name).toBeDefined();
      expect(route.body.safeParse(route.example).error, route.name).toBeUndefined();
    }
    expect(Object.keys(EXAMPLES).filter((name) => !acts.some((act) => act.name === name))).toEqual([]);
  });
});
