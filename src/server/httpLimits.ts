/** How much of a connection's bytes and time one request may take. */
export interface HttpLimits {
  /** Longest body. Bytes. */
  readonly bodyBytes: number;
  /** Longest header, its first line included. Bytes. */
  readonly headerBytes: number;
  /** Objects and lists within one another in a body. */
  readonly jsonDepth: number;
  /** For the header to arrive. Milliseconds. */
  readonly headersMs: number;
  /** For all of the request to arrive. Milliseconds. */
  readonly requestMs: number;
}
