import type { components } from './schema.generated.ts';

/** A problem document as the node sends it, RFC 9457. */
export type Problem = components['schemas']['Problem'];

/** The node has refused or failed. `code` is stable; `message` is the sentence for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  /** Seconds after which the node asks to try again, where it says so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter: number | undefined) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Nobody has answered, after all attempts. Whether a write has happened is unknown; repeat it with the same key. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export const retryAfterOf = (response: Response): number | undefined => {
  const header = response.headers.get('retry-after');
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
};

/** The problem that a response tells; something in between may have answered in another form. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const told: unknown = await response.json().catch(() => undefined);
  const isProblem = typeof told === 'object' && told !== null && 'code' in told && 'detail' in told;
  const problem = isProblem
    ? (told as Problem)
    : {
        type: 'about:blank', title: response.statusText, status: response.status, code: 'unexpected',
        detail: `${response.status} ${response.statusText}`.trim(), instance: '',
      };
  return new ApiProblem(problem, retryAfterOf(response));
}
