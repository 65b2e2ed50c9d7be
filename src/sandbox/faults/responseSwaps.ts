import type { Operation } from "../http/call.js";
import type { HttpResponse } from "../http/response.js";

/** A response whose call waits for another one to swap with. */
interface Waiting {
  readonly response: HttpResponse;
  readonly receive: (response: HttpResponse) => void;
}

/** Swaps the responses of two calls of the same action that are pending at the same time. */
export class ResponseSwaps {
  readonly #waiting = new Map<Operation, Waiting>();

  /**
   * Returns the response of the other call.
   *
   * @param waitMs how long to wait for another call, in milliseconds; after that, it returns the call's own response.
   */
  swap(operation: Operation, response: HttpResponse, waitMs: number): Promise<HttpResponse> {
    const other = this.#waiting.get(operation);
    if (other) {
      this.#waiting.delete(operation);
      other.receive(response);
      return Promise.resolve(other.response);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(operation);
        resolve(response);
      }, waitMs).unref();
      const receive = (received: HttpResponse) => {
        clearTimeout(timer);
        resolve(received);
      };
      this.#waiting.set(operation, { response, receive });
    });
  }
}
