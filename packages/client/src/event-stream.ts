/** One message of an event stream. `id` is the last one told so far, as the standard has it. */
export interface StreamMessage {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/**
 * Reads server-sent events as the WHATWG HTML standard, 9.2.6, says: any line ending, comments, data over several
 * lines. Chunks may end anywhere, even between CR and LF.
 */
export class EventStreamParser {
  #rest = '';
  #event = '';
  #data: string[] = [];
  #id: string;
  #afterReturn = false;
  #first = true;
  /** What the stream asks to wait before coming back, in milliseconds. */
  retryMs: number | undefined;

  constructor(lastEventId = '') {
    this.#id = lastEventId;
  }

  get lastEventId(): string {
    return this.#id;
  }

  push(chunk: string): StreamMessage[] {
    let text = chunk;
    if (this.#first && text !== '') {
      this.#first = false;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    if (this.#afterReturn && text !== '') {
      this.#afterReturn = false;
      if (text.startsWith('\n')) text = text.slice(1);
    }
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    // A chunk without text says nothing of what came before it.
    if (chunk !== '') this.#afterReturn = text.endsWith('\r');
    this.#rest = lines.pop()!;
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): StreamMessage[] {
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return [];
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  #dispatch(): StreamMessage[] {
    const [event, data] = [this.#event, this.#data];
    this.#event = '';
    this.#data = [];
    return data.length === 0 ? [] : [{ event: event === '' ? 'message' : event, id: this.#id, data: data.join('\n') }];
  }
}
