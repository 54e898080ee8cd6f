import { refusals } from '@pairgate/domain/vocabulary/refusals.ts';
import type { Json, OpenApiDocument } from './openapi.ts';

/** The API document as one readable page without scripts or foreign parts. */

type Schema = { [key: string]: Json };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Text with `names` in it. */
const prose = (text: string): string => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const code = (value: Json): string => `<pre><code>${escape(JSON.stringify(value, null, 2))}</code></pre>`;

const anchor = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

const REFERENCE = '#/components/schemas/';

/** A type in a few words, with a link where the schema has a name. */
function typeOf(schema: Schema | undefined): string {
  if (!schema) return 'any';
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace(REFERENCE, '');
    return `<a href="#schema-${anchor(name)}">${escape(name)}</a>`;
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `<code>${escape(String(value))}</code>`).join(' | ');
  if (schema.const !== undefined) return `<code>${escape(String(schema.const))}</code>`;
  if (Array.isArray(schema.anyOf)) return (schema.anyOf as Schema[]).map(typeOf).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Schema)}`;
  const format = typeof schema.format === 'string' ? ` (${escape(schema.format)})` : '';
  return `${escape(String(schema.type ?? 'any'))}${format}`;
}

const remark = (schema: Schema): string =>
  prose([schema.title, schema.description].filter((each) => typeof each === 'string').join('. '));

/** The fields of an object, and those of the objects in it, one step in. */
function fields(schema: Schema, depth = 0): string {
  const of = (schema.type === 'array' ? schema.items : schema) as Schema | undefined;
  const properties = (of?.properties ?? {}) as Record<string, Schema>;
  const required = (of?.required ?? []) as string[];
  if (Object.keys(properties).length === 0 || depth > 6) return '';
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `<li><b>${escape(name)}</b>${required.includes(name) ? '' : ' <i>optional</i>'} ${typeOf(property)}` +
      `${remark(property) ? ` <span>${remark(property)}</span>` : ''}${fields(property, depth + 1)}</li>`,
  );
  return `<ul>${rows.join('')}</ul>`;
}

function shapeOf(schema: Schema): string {
  return typeof schema.$ref === 'string' ? `<p>${typeOf(schema)}</p>` : fields(schema) || `<p>${typeOf(schema)}</p>`;
}

function parameters(operation: Schema): string {
  const list = (operation.parameters ?? []) as Schema[];
  if (list.length === 0) return '';
  const rows = list.map(
    (each) =>
      `<tr><td><code>${escape(String(each.name))}</code></td><td>${escape(String(each.in))}</td>` +
      `<td>${each.required ? 'required' : 'optional'}</td><td>${typeOf(each.schema as Schema)} ` +
      `${escape(String(each.description ?? ''))}</td></tr>`,
  );
  return `<table><caption>Parameters</caption>${rows.join('')}</table>`;
}

function requestBody(operation: Schema): string {
  const body = operation.requestBody as { content: Record<string, { schema: Schema; example?: Json }> } | undefined;
  const [[mediaType, { schema, example }] = ['', {}]] = Object.entries(body?.content ?? {});
  if (!schema) return '';
  if (mediaType !== 'application/json') return `<h4>Body</h4><p><code>${escape(mediaType)}</code></p>`;
  const shown = example === undefined ? '' : `<details><summary>Example</summary>${code(example)}</details>`;
  return `<h4>Body</h4>${shapeOf(schema)}${shown}`;
}

function responses(operation: Schema, shared: Readonly<Record<string, Schema>>): string {
  const rows = Object.entries(operation.responses as Record<string, Schema>).map(([status, given]) => {
    const name = typeof given.$ref === 'string' ? given.$ref.slice(given.$ref.lastIndexOf('/') + 1) : undefined;
    const response = name === undefined ? given : shared[name]!;
    const [[mediaType, media] = ['', undefined]] = Object.entries((response.content ?? {}) as Record<string, Schema>);
    const shape = media ? `${typeOf(media.schema as Schema)} <small>${escape(mediaType)}</small>` : '';
    return `<tr><td><code>${status}</code></td><td>${escape(String(response.description))}</td><td>${shape}</td></tr>`;
  });
  return `<table><caption>Answers</caption>${rows.join('')}</table>`;
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: Schema;
}

function operationOf({ path, method, operation }: Operation, shared: Readonly<Record<string, Schema>>): string {
  const description = operation.description === undefined ? '' : `<p>${prose(String(operation.description))}</p>`;
  return (
    `<article id="${anchor(String(operation.operationId))}"><h3><code class="${method}">${method.toUpperCase()}</code> ` +
    `<code>${escape(path)}</code></h3><p>${prose(String(operation.summary))}</p>${description}` +
    `${parameters(operation)}${requestBody(operation)}${responses(operation, shared)}</article>`
  );
}

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#14181d,#e8ebee);--soft:light-dark(#55606b,#a4aeb8);--line:light-dark(#d9dee3,#333b44);--ground:light-dark(#fff,#14181d);--mark:light-dark(#f1f4f6,#1e252c);--link:light-dark(#0b5c8a,#7cc4ee)}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
a{color:var(--link)}code,pre{font-family:ui-monospace,monospace;font-size:.875em}
main,header,nav{max-width:60rem;margin:0 auto;padding:1rem}nav>ul{columns:2;padding-left:1.2em}nav ul ul{margin-bottom:.5rem}
article{border-top:1px solid var(--line);padding:1rem 0}h2{margin:2.5rem 0 .5rem}h3{margin:0;overflow-wrap:anywhere}h4{margin:1rem 0 .25rem}
h3 code:first-child{font-weight:700}table{border-collapse:collapse;width:100%;margin:.75rem 0}caption{text-align:left;font-weight:600}
td{border-top:1px solid var(--line);padding:.25rem .5rem .25rem 0;vertical-align:top}pre{background:var(--mark);padding:.75rem;overflow:auto}
ul{margin:.25rem 0}li span,small,i{color:var(--soft)}li{overflow-wrap:anywhere}
@media(max-width:40rem){nav>ul{columns:1}}
`;

const codes = (): string =>
  Object.entries(refusals)
    .map(([name, { en }]) => `<tr><td><code>${name}</code></td><td>${escape(en)}</td></tr>`)
    .join('');

export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const ofTag = (tag: string) => operations.filter(({ operation }) => (operation.tags as string[]).includes(tag));
  const contents = document.tags.map(
    ({ name }) =>
      `<li><a href="#tag-${anchor(name)}">${escape(name)}</a><ul>${ofTag(name)
        .map(({ operation }) => `<li><a href="#${anchor(String(operation.operationId))}">${escape(String(operation.operationId))}</a></li>`)
        .join('')}</ul></li>`,
  );
  const sections = document.tags.map(
    ({ name }) =>
      `<section><h2 id="tag-${anchor(name)}">${escape(name)}</h2>${ofTag(name)
        .map((each) => operationOf(each, document.components.responses))
        .join('')}</section>`,
  );
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<article id="schema-${anchor(name)}"><h3>${escape(name)}</h3>${remark(schema) ? `<p>${remark(schema)}</p>` : ''}${shapeOf(schema)}</article>`,
  );
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>Pairgate interface</title><style>${STYLE}</style></head><body><header><h1>Pairgate interface</h1>` +
    `<p>${escape(document.info.description)}</p><p>As OpenAPI ${document.openapi}: <a href="/api/openapi.json">openapi.json</a></p></header>` +
    `<nav aria-label="Contents"><ul>${contents.join('')}<li><a href="#schemas">Schemas</a></li><li><a href="#codes">Codes of problems</a></li></ul></nav>` +
    `<main>${sections.join('')}<section><h2 id="schemas">Schemas</h2>${schemas.join('')}</section>` +
    `<section><h2 id="codes">Codes of problems</h2><table>${codes()}</table></section></main></body></html>`
  );
}
