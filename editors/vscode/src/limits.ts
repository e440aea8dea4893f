/** Waiting for something no longer than so and so long. */

export class TooLate extends Error {}

/** What a promise gives, or `TooLate` when it has not come in time; it is not waited for any more. */
export function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TooLate(`no answer within ${milliseconds / 1000} s`)),
      milliseconds,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : `${problem}`;
}
